package theseus.kernel;

import java.util.Optional;
import theseus.kernel.spi.Application;
import theseus.kernel.spi.SignatureScheme;
import theseus.kernel.spi.StateView;
import theseus.protocol.MalformedException;
import theseus.protocol.Sha256;
import theseus.protocol.Statement;
import theseus.protocol.Submission;
import theseus.protocol.Transaction;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/** What may be queued: the block after a state would let it in. */
final class QueueChecks {
    /** Where a block has no proposer yet. */
    private static final PublicKey NOBODY = new PublicKey(PublicKey.ED25519, Hash.ZERO.bytes());

    private final Modules modules;
    private final Trials trials;
    private final Retention retention;
    private final SignatureScheme signatures;

    /** What was checked last was checked against this. */
    private Optional<BlockContext> queue = Optional.empty();

    QueueChecks(Modules modules, Trials trials, Retention retention, SignatureScheme signatures) {
        this.modules = modules;
        this.trials = trials;
        this.retention = retention;
        this.signatures = signatures;
    }

    /**
     * Whether a submission may be queued: all checks short of executing it.
     *
     * @param timeMillis what the next block's time will be about
     */
    Application.Checked check(StateView base, long timeMillis, Bytes submission) {
        Submission decoded;
        try {
            decoded = Submission.decode(submission);
        } catch (MalformedException malformed) {
            return new Application.Checked(
                    Sha256.of(submission), Codes.MALFORMED, malformed.explanation(), 0, "", false);
        }
        BlockContext block = queue(base, timeMillis);
        return switch (decoded) {
            case Transaction transaction -> check(block, transaction, submission.size());
            case Statement statement ->
                    checked(
                            statement.id(),
                            StatementChecks.toQueue(block, base, statement),
                            Gas.statement(submission.size()),
                            Application.Checked.STATEMENTS);
        };
    }

    /** Thousands are checked on one state: chain, modules and plans are read from it once. */
    private BlockContext queue(StateView base, long timeMillis) {
        Optional<BlockContext> known =
                queue.filter(one -> one.start() == base && one.timeMillis() == timeMillis);
        if (known.isEmpty()) {
            retention.settle(base, timeMillis);
            ChainRecord chain = Modules.chain(base);
            known =
                    Optional.of(
                            new BlockContext(
                                    base,
                                    chain,
                                    modules.instances(base, chain.moduleSet()),
                                    signatures,
                                    modules.plans(base),
                                    modules,
                                    0,
                                    timeMillis,
                                    Hash.ZERO,
                                    NOBODY));
            queue = known;
        }
        return known.get();
    }

    private Application.Checked check(BlockContext block, Transaction transaction, int sizeBytes) {
        AccountRecord account = AccountRecord.read(block.start(), transaction.sender());
        var checks = new TransactionChecks(block, block.start(), transaction, sizeBytes);
        Optional<Rejection> rejection = checks.toQueue(account);
        boolean newer =
                rejection.map(one -> one.code().equals(Codes.NOT_YET_IN_FORCE)).orElse(false);
        // Canary keys are the candidate's code: it runs for those alone who signed.
        if (newer
                && checks.authorization(account).isEmpty()
                && isServedByCandidate(block, transaction)) {
            BlockContext candidates =
                    trial(block).map(one -> block.with(one.candidates())).orElse(block);
            rejection =
                    new TransactionChecks(candidates, block.start(), transaction, sizeBytes)
                            .toQueue(account);
        }
        if (rejection.isEmpty()) {
            rejection = inProbation(block, transaction, sizeBytes);
        }
        return checked(
                checks.id(),
                rejection,
                transaction.gasLimit(),
                Lanes.of(block.instances(), transaction));
    }

    /** What goes to an instance that is being retired is not run any more. */
    private Optional<Rejection> inProbation(
            BlockContext block, Transaction transaction, int sizeBytes) {
        return trial(block)
                .filter(trial -> TwoWorlds.isSuspended(trial, transaction))
                .flatMap(
                        trial ->
                                new TransactionChecks(
                                                block.with(trial.candidates()),
                                                block.start(),
                                                transaction,
                                                sizeBytes)
                                        .targets());
    }

    /** Whether the candidate that has authority would serve the transaction. */
    private boolean isServedByCandidate(BlockContext block, Transaction transaction) {
        return trial(block)
                .map(
                        trial ->
                                Newcomer.standsAlone(trial, transaction)
                                        && Canary.counts(
                                                trial.record(),
                                                Canary.keys(
                                                        trial, transaction, Upkeep.ofSubmission())))
                .orElse(false);
    }

    private Optional<Trial> trial(BlockContext block) {
        return block.plans()
                .withTwoWorlds()
                .filter(plan -> plan.record().isAlive())
                .map(
                        plan ->
                                trials.of(
                                        modules.planned(
                                                block.start(),
                                                block.chain().moduleSet(),
                                                plan.id(),
                                                plan.record().plan()),
                                        plan.record()));
    }

    private static Application.Checked checked(
            Hash id, Optional<Rejection> rejection, long gasLimit, String lane) {
        return rejection
                .map(
                        one ->
                                new Application.Checked(
                                        id,
                                        one.code(),
                                        one.explanation(),
                                        gasLimit,
                                        "",
                                        Codes.isRetryable(one.code())))
                .orElseGet(() -> new Application.Checked(id, "", "", gasLimit, lane, false));
    }
}
