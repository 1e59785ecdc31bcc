package theseus.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import theseus.kernel.spi.Application;
import theseus.kernel.spi.ChangeSet;
import theseus.protocol.MalformedException;
import theseus.protocol.Receipt.Status;
import theseus.protocol.Sha256;
import theseus.protocol.Statement;
import theseus.protocol.Submission;
import theseus.protocol.Transaction;
import theseus.protocol.Wire;
import theseus.sdk.Bytes;
import theseus.sdk.Change;
import theseus.sdk.Hash;

/** Executes a block: begin routines, submissions in order, end routines, scans. */
final class BlockRunner {
    private final PhaseKeeper phases;
    private final BlockContext block;
    private final Optional<Trial> trial;
    private final Overlay overlay;
    private final TwoWorlds worlds;
    private final List<Executed> executed = new ArrayList<>();
    private final List<Executed> routines = new ArrayList<>();
    private final Lanes lanes;
    private String lane = "";

    private BlockRunner(BlockContext start, Modules modules, Trials trials) {
        this.overlay = new Overlay(start.start());
        this.phases = PhaseKeeper.begin(start, modules, overlay);
        this.block = phases.block();
        this.trial = phases.twoWorlds().map(planned -> trials.of(planned, block));
        this.worlds = new TwoWorlds(block, trial);
        this.lanes = new Lanes(block.chain().parameters().blockGas());
        phases.began().ifPresent(routines::add);
        worlds.begin(overlay);
    }

    static BlockResult run(
            BlockContext start, Modules modules, Trials trials, List<Bytes> submissions) {
        BlockRunner runner = new BlockRunner(start, modules, trials);
        TwoWorlds worlds = runner.worlds;
        runner.everything(submissions);
        runner.phases.end(worlds.compared(), worlds.trip()).ifPresent(runner.routines::add);
        return runner.result();
    }

    /** Executes a block with the code that {@code start} says, and moves no plan. */
    static BlockResult free(
            BlockContext start, Modules modules, Trials trials, List<Bytes> submissions) {
        BlockRunner runner = new BlockRunner(start.with(Plans.NONE), modules, trials);
        runner.everything(submissions);
        return runner.result();
    }

    private void everything(List<Bytes> submissions) {
        routines(RoutineRunner.Phase.BEGIN_BLOCK);
        for (Bytes submission : submissions) {
            submission(submission, Trace.off());
        }
        routines(RoutineRunner.Phase.END_BLOCK);
        ScanRunner.run(block, overlay, routines);
        worlds.scans(overlay);
    }

    private BlockResult result() {
        ChangeSet changes = new ChangeSet(overlay.changes().tables(), phases.links());
        return new BlockResult(changes, executed, routines, worlds.compared(), updates(changes));
    }

    /** Executes a block up to its submission number {@code index}, of which it records a trace. */
    static Executed replay(
            BlockContext start,
            Modules modules,
            Trials trials,
            List<Bytes> submissions,
            int index,
            Trace trace) {
        BlockRunner runner = new BlockRunner(start, modules, trials);
        runner.routines(RoutineRunner.Phase.BEGIN_BLOCK);
        for (Bytes submission : submissions.subList(0, index)) {
            runner.submission(submission, Trace.off());
        }
        runner.submission(submissions.get(index), trace);
        return runner.executed.getLast();
    }

    /** Runs the routines of a phase in the order of instance names. */
    private void routines(RoutineRunner.Phase phase) {
        for (String name : RoutineRunner.names(block.instances(), trial, phase)) {
            if (!Breakers.isOpen(overlay, name)) {
                Executed effect = worlds.routine(overlay, phase, name);
                overlay.apply(effect.changes());
                if (!RoutineRunner.isQuiet(effect)) {
                    routines.add(effect);
                }
            }
        }
    }

    private void submission(Bytes encoding, Trace trace) {
        TwoWorlds.Picked picked = execute(encoding, trace);
        Executed one = picked.effect();
        overlay.apply(one.changes());
        if (!(one.receipt().status() instanceof Status.Rejected)) {
            lanes.take(lane, picked.blockGas(), encoding.size());
            lanes.takeBeside(picked.blockGas() - one.receipt().gasUsed());
        }
        executed.add(one);
    }

    private TwoWorlds.Picked execute(Bytes encoding, Trace trace) {
        Submission submission;
        try {
            submission = Submission.decode(encoding);
        } catch (MalformedException malformed) {
            return TwoWorlds.Picked.of(
                    new Rejection(Codes.MALFORMED, malformed.explanation())
                            .of(Sha256.of(encoding)));
        }
        return switch (submission) {
            case Transaction transaction -> transaction(transaction, encoding.size(), trace);
            case Statement statement -> statement(statement, encoding.size());
        };
    }

    private TwoWorlds.Picked transaction(Transaction transaction, int sizeBytes, Trace trace) {
        lane = Lanes.of(block.instances(), transaction);
        // By its limit, not by what it will use: what fits is known before it runs.
        return lanes.hasRoom(lane, transaction.gasLimit(), sizeBytes)
                        && (lanes.hasRoomBeside() || !runsTwice(transaction))
                ? worlds.transaction(overlay, transaction, sizeBytes, trace)
                : full(transaction.id());
    }

    /** Who repairs does not wait for anybody. */
    private boolean runsTwice(Transaction transaction) {
        return trial.isPresent()
                && !lane.equals(Application.Checked.RECOVERY)
                && transaction.messages().stream()
                        .anyMatch(message -> trial.get().mayTouch(message.instance()));
    }

    private TwoWorlds.Picked statement(Statement statement, int sizeBytes) {
        lane = Application.Checked.STATEMENTS;
        return lanes.hasRoom(lane, Gas.statement(sizeBytes), sizeBytes)
                ? TwoWorlds.Picked.of(StatementRunner.run(block, overlay, statement))
                : full(statement.id());
    }

    private static TwoWorlds.Picked full(Hash id) {
        return TwoWorlds.Picked.of(
                new Rejection(Codes.BLOCK_FULL, "this block has no room left for it").of(id));
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
