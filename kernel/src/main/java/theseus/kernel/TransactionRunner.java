package theseus.kernel;

import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.StateView;
import theseus.protocol.Message;
import theseus.protocol.Receipt;
import theseus.protocol.Receipt.Status;
import theseus.protocol.Transaction;
import theseus.protocol.TrapKind;
import theseus.sdk.AccountId;
import theseus.sdk.Hash;

/** Executes one transaction on an overlay of its own; the base is left as it was. */
final class TransactionRunner {
    private final BlockContext block;
    private final long gasLimit;
    private final Transaction transaction;
    private final Hash id;
    private final Overlay overlay;
    private final Execution execution;
    private long gasUsed;

    private TransactionRunner(
            World world, Transaction transaction, Hash id, StateView base, Trace trace) {
        this.block = world.block();
        this.gasLimit = world.gasLimit(transaction);
        this.transaction = transaction;
        this.id = id;
        this.overlay = new Overlay(base);
        this.execution =
                new Execution(
                        overlay,
                        block.instances(),
                        block.signatures(),
                        new Execution.Setting(
                                block.height(), block.timeMillis(), transaction.sender(), id),
                        trace,
                        world.reads());
    }

    /** Checks whether the transaction may run, and runs it. */
    static Executed run(
            World world, StateView base, Transaction transaction, int sizeBytes, Trace trace) {
        AccountRecord account = AccountRecord.read(base, transaction.sender());
        var checks = new TransactionChecks(world.block(), base, transaction, sizeBytes);
        Optional<Rejection> rejection = checks.toExecute(account);
        return execute(world, base, transaction, checks.id(), sizeBytes, rejection, trace);
    }

    /**
     * Runs a transaction that another world admitted on the same base: envelope and signatures say
     * the same in every world.
     */
    static Executed again(
            World world, StateView base, Transaction transaction, int sizeBytes, Trace trace) {
        var checks = new TransactionChecks(world.block(), base, transaction, sizeBytes);
        return execute(world, base, transaction, checks.id(), sizeBytes, checks.targets(), trace);
    }

    private static Executed execute(
            World world,
            StateView base,
            Transaction transaction,
            Hash id,
            int sizeBytes,
            Optional<Rejection> rejection,
            Trace trace) {
        if (rejection.isPresent()) {
            return rejection.get().of(id);
        }
        TransactionRunner runner = new TransactionRunner(world, transaction, id, base, trace);
        spendNonce(runner.overlay, transaction.sender());
        runner.gasUsed = Gas.intrinsic(transaction, sizeBytes);
        return runner.run();
    }

    /** What every transaction does that was let in, whatever becomes of it. */
    static void spendNonce(Overlay overlay, AccountId sender) {
        overlay.put(
                KernelTables.ACCOUNTS,
                KernelTables.key(sender),
                AccountRecord.read(overlay, sender).next().encode());
    }

    private Executed run() {
        int checkpoint = overlay.checkpoint();
        Status status = messages();
        if (status instanceof Status.Applied) {
            status = sums();
        }
        if (!(status instanceof Status.Applied)) {
            overlay.revert(checkpoint);
            execution.revertEvents(0);
        }
        if (status instanceof Status.Trapped trapped) {
            Instance culprit = block.instances().find(trapped.instance()).orElseThrow();
            Traps.count(overlay, culprit, trapped.kind(), block.height());
        }
        return new Executed(
                new Receipt(id, status, gasUsed, execution.events(), execution.versions()),
                overlay.changes());
    }

    private Status messages() {
        List<Message> messages = transaction.messages();
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            Instance instance = block.instances().find(message.instance()).orElseThrow();
            execution.message(i);
            Outcome outcome =
                    execution.run(
                            instance,
                            new Invocation.Handle(message.name(), message.form(), message.body()),
                            Optional.empty(),
                            false,
                            gasLimit - gasUsed);
            charge(outcome.gasUsed());
            switch (outcome) {
                case Outcome.Returned _ -> {}
                case Outcome.Refused(String code, long _) -> {
                    return new Status.Refused(i, instance.name(), Texts.code(code));
                }
                case Outcome.Trapped _ -> {
                    return trapped(i);
                }
                case Outcome.Derived _, Outcome.Carried _ ->
                        throw new IllegalStateException(instance.name() + " answered " + outcome);
            }
        }
        return new Status.Applied();
    }

    private Status sums() {
        SumInvariants.Verdict verdict = SumInvariants.check(execution, gasLimit - gasUsed);
        charge(verdict.gasUsed());
        return verdict.holds() ? new Status.Applied() : trapped(verdict.message());
    }

    private Status trapped(int message) {
        Execution.Failure failure = execution.failure().orElseThrow();
        TrapKind kind = failure.trap().kind();
        return new Status.Trapped(
                message, failure.instance(), kind, Texts.reason(failure.trap().reason()));
    }

    /** What ran in the last moment may overshoot; the sender never pays more than the limit. */
    private void charge(long gas) {
        gasUsed = Math.min(gasLimit, gasUsed + gas);
    }
}
