package theseus.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import theseus.kernel.spi.ChangeSet;
import theseus.protocol.Limits;
import theseus.protocol.MalformedException;
import theseus.protocol.Receipt.Status;
import theseus.protocol.Sha256;
import theseus.protocol.Statement;
import theseus.protocol.Submission;
import theseus.protocol.Transaction;
import theseus.protocol.Wire;
import theseus.sdk.Bytes;
import theseus.sdk.Change;

/** Executes a block: begin routines, submissions in order, end routines, scans. */
final class BlockRunner {
    private final PhaseKeeper phases;
    private final BlockContext block;
    private final Overlay overlay;
    private final List<Executed> executed = new ArrayList<>();
    private final List<Executed> routines = new ArrayList<>();
    private long gasLeft;
    private long bytesLeft = Limits.MAX_BLOCK_BYTES;
    private int placesLeft = Limits.MAX_BLOCK_TRANSACTIONS;

    private BlockRunner(BlockContext start, Modules modules) {
        this.overlay = new Overlay(start.start());
        this.phases = PhaseKeeper.begin(start, modules, overlay);
        this.block = phases.block();
        this.gasLeft = block.chain().parameters().blockGas();
    }

    static BlockResult run(BlockContext start, Modules modules, List<Bytes> submissions) {
        BlockRunner runner = new BlockRunner(start, modules);
        BlockContext block = runner.block;
        RoutineRunner.run(block, runner.overlay, RoutineRunner.Phase.BEGIN_BLOCK, runner.routines);
        for (Bytes submission : submissions) {
            runner.submission(submission, Trace.off());
        }
        RoutineRunner.run(block, runner.overlay, RoutineRunner.Phase.END_BLOCK, runner.routines);
        ScanRunner.run(block, runner.overlay, runner.routines);
        runner.phases.end(List.of(), Optional.empty()).ifPresent(runner.routines::add);
        ChangeSet changes = new ChangeSet(runner.overlay.changes().tables(), runner.phases.links());
        return new BlockResult(changes, runner.executed, runner.routines, updates(changes));
    }

    /** Executes a block up to its submission number {@code index}, of which it records a trace. */
    static Executed replay(
            BlockContext start, Modules modules, List<Bytes> submissions, int index, Trace trace) {
        BlockRunner runner = new BlockRunner(start, modules);
        BlockContext block = runner.block;
        RoutineRunner.run(block, runner.overlay, RoutineRunner.Phase.BEGIN_BLOCK, runner.routines);
        for (Bytes submission : submissions.subList(0, index)) {
            runner.submission(submission, Trace.off());
        }
        runner.submission(submissions.get(index), trace);
        return runner.executed.getLast();
    }

    private void submission(Bytes encoding, Trace trace) {
        Executed one = execute(encoding, trace);
        overlay.apply(one.changes());
        if (!(one.receipt().status() instanceof Status.Rejected)) {
            gasLeft -= one.receipt().gasUsed();
            bytesLeft -= encoding.size();
            placesLeft--;
        }
        executed.add(one);
    }

    private Executed execute(Bytes encoding, Trace trace) {
        Submission submission;
        try {
            submission = Submission.decode(encoding);
        } catch (MalformedException malformed) {
            return new Rejection(Codes.MALFORMED, malformed.explanation()).of(Sha256.of(encoding));
        }
        return switch (submission) {
            case Transaction transaction -> transaction(transaction, encoding.size(), trace);
            case Statement statement -> statement(statement);
        };
    }

    private Executed transaction(Transaction transaction, int sizeBytes, Trace trace) {
        // By its limit, not by what it will use: what fits is known before it runs.
        if (transaction.gasLimit() > gasLeft || sizeBytes > bytesLeft || placesLeft == 0) {
            return new Rejection(Codes.BLOCK_FULL, "this block has no room left for it")
                    .of(transaction.id());
        }
        return TransactionRunner.run(block, overlay, transaction, sizeBytes, trace);
    }

    private Executed statement(Statement statement) {
        return StatementChecks.check(block, overlay, statement).of(statement.id());
    }

    private static List<Change.SetValidatorPower> updates(ChangeSet changes) {
        SortedMap<Bytes, Optional<Bytes>> rows = changes.tables().get(KernelTables.VALIDATORS);
        if (rows == null) {
            return List.of();
        }
        List<Change.SetValidatorPower> updates = new ArrayList<>();
        rows.forEach(
                (key, value) ->
                        updates.add(
                                new Change.SetValidatorPower(
                                        Wire.decode(key, Wire::publicKey),
                                        value.map(v -> ValidatorRecord.decode(v).power())
                                                .orElse(0L))));
        return updates;
    }
}
