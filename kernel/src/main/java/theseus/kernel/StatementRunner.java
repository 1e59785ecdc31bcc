package theseus.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.StateView;
import theseus.protocol.CborWriter;
import theseus.protocol.Changes;
import theseus.protocol.EventRecord;
import theseus.protocol.Evidence;
import theseus.protocol.Gate;
import theseus.protocol.Receipt;
import theseus.protocol.Sha256;
import theseus.protocol.Statement;
import theseus.protocol.Statement.Body;
import theseus.protocol.Tally;
import theseus.sdk.Change;
import theseus.sdk.Hash;

/** Counts a validator's statement, and carries out what enough of them agree on. */
final class StatementRunner {
    private static final String REPORT_DOMAIN = "theseus/report/1";

    private final BlockContext block;
    private final Statement statement;
    private final Overlay overlay;
    private final List<EventRecord> events = new ArrayList<>();

    private StatementRunner(BlockContext block, StateView base, Statement statement) {
        this.block = block;
        this.statement = statement;
        this.overlay = new Overlay(base);
    }

    static Executed run(BlockContext block, StateView base, Statement statement) {
        Optional<Rejection> rejection = StatementChecks.check(block, base, statement);
        return rejection.isPresent()
                ? rejection.get().of(statement.id())
                : new StatementRunner(block, base, statement).run();
    }

    private Executed run() {
        overlay.put(
                KernelTables.STATEMENTS,
                KernelTables.key(statement.lastHeight(), statement.id()),
                KernelTables.SINGLE);
        switch (statement.body()) {
            case Body.Ready ready ->
                    stated(ready.plan(), StatedRecord.Kind.READY, 0, ready.prepared(), "");
            case Body.Report report -> report(report);
            case Body.Trip trip ->
                    stated(
                            trip.plan(),
                            StatedRecord.Kind.TRIP,
                            0,
                            Hash.ZERO,
                            Texts.reason(trip.reason()));
            case Body.Recover recover -> recover(recover);
        }
        return new Executed(
                new Receipt(
                        statement.id(),
                        new Receipt.Status.Applied(),
                        Gas.statement(statement.encode().size()),
                        events,
                        List.of()),
                overlay.changes());
    }

    private void stated(Hash plan, StatedRecord.Kind kind, long about, Hash digest, String text) {
        overlay.put(
                KernelTables.STATED,
                new StatedRecord.Key(plan, kind, about, statement.validator()).encode(),
                new StatedRecord(digest, block.height(), text).encode());
    }

    private void report(Body.Report report) {
        Tally tally = Tally.decode(report.tally());
        // Who is still filling has no root yet, and contradicts nobody. What failed meanwhile, or
        // was left out because it is too large, is as good a report as any.
        boolean filling =
                !report.backfilled()
                        && report.tableRoot().equals(Hash.ZERO)
                        && tally.evidence().isEmpty();
        Hash digest = digest(report);
        stated(
                report.plan(),
                StatedRecord.Kind.REPORT,
                report.height(),
                digest,
                filling ? StatedRecord.FILLING : "");
        if (filling) {
            return;
        }
        Powers powers = Powers.read(block.start());
        StatedCounts.Count count =
                new StatedCounts(overlay, powers).reports(report.plan(), report.height());
        PlanRecord plan = Plans.find(overlay, report.plan()).orElseThrow();
        if (powers.isQuorum(count.of(digest))) {
            put(
                    report.plan(),
                    plan.agreed(
                            new PlanRecord.Agreed(
                                    report.height(),
                                    report.tableRoot(),
                                    report.backfilled(),
                                    tally)));
            events.add(
                    new KernelEvents.PlanReported(
                                    report.plan(),
                                    report.height(),
                                    report.tableRoot(),
                                    report.backfilled())
                            .toRecord());
        } else if (count.top().map(top -> !powers.leavesQuorum(count.against(top))).orElse(false)) {
            put(report.plan(), plan.ending(disagreement(report.height(), count)));
        }
    }

    private static Hash digest(Body.Report report) {
        return Sha256.of(
                REPORT_DOMAIN,
                new CborWriter()
                        .arrayHeader(3)
                        .bytes(report.tableRoot().bytes())
                        .bool(report.backfilled())
                        .bytes(report.tally())
                        .toBytes());
    }

    private Evidence disagreement(long height, StatedCounts.Count count) {
        List<String> lines = new ArrayList<>();
        count.powers()
                .forEach((digest, power) -> lines.add("report " + digest + ": power " + power));
        return Evidences.capped(
                new Evidence(
                        Gate.NO_AGREEMENT,
                        block.height(),
                        Hash.ZERO,
                        "reports about height %d differ so that no two thirds can agree: the"
                                        .formatted(height)
                                + " candidate does not do the same everywhere",
                        lines,
                        Optional.empty(),
                        Optional.empty()));
    }

    private void recover(Body.Recover recover) {
        Hash change = Changes.hash(recover.action());
        stated(Hash.ZERO, StatedRecord.Kind.RECOVER, 0, change, "");
        Powers powers = Powers.read(block.start());
        StatedCounts counts = new StatedCounts(overlay, powers);
        if (!powers.isQuorum(counts.recoveries(block.height()).of(change))) {
            return;
        }
        counts.withdraw(overlay, change);
        int checkpoint = overlay.checkpoint();
        Change action = Changes.decode(recover.action());
        Optional<String> refusal = Proposals.applyPastModules(block, overlay, action);
        if (refusal.isPresent()) {
            overlay.revert(checkpoint);
        } else {
            Proposals.event(overlay, action).ifPresent(event -> events.add(event.toRecord()));
        }
        events.add(new KernelEvents.Recovered(change, refusal.orElse("")).toRecord());
    }

    private void put(Hash id, PlanRecord record) {
        overlay.put(KernelTables.PLANS, KernelTables.key(id), record.encode());
    }
}
