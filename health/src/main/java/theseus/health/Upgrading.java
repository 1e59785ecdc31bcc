package theseus.health;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import theseus.client.ChainClient;
import theseus.client.FollowerView;
import theseus.client.PlanStatus;
import theseus.health.PlanLog.Entered;
import theseus.health.PlanLog.Seen;
import theseus.protocol.Artifact;
import theseus.protocol.Descriptor;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.sdk.Hash;

/**
 * The chapter in which a module is replaced while the load goes on. For comparison the same load
 * runs on the same chain without a plan, half of the time before it and half after: a second chain
 * beside this one would share its processors with the follower, and be slowed by what is measured.
 */
final class Upgrading {
    private static final long REHEARSED_BLOCKS = 200;
    private static final long TICK_NANOS = 50_000_000;

    private final VoyageUpgrades upgrades;
    private final ChainClient chain;
    private final Council council;
    private final Load load;
    private final Purposes purposes;
    private final Narrator narrator;
    private final List<UpgradeReport.Stage> timeline = new ArrayList<>();

    /** By phase and step: a look may be the first at the next phase before its event comes. */
    private final Map<String, Seen> seen = new HashMap<>();

    private long migrated;

    Upgrading(
            VoyageUpgrades upgrades,
            ChainClient chain,
            Council council,
            Load load,
            Purposes purposes,
            Narrator narrator) {
        this.upgrades = upgrades;
        this.chain = chain;
        this.council = council;
        this.load = load;
        this.purposes = purposes;
        this.narrator = narrator;
    }

    UpgradeReport run() {
        narrator.chapter("A plank is replaced under way");
        LoadConfig rates = upgrades.load();
        narrator.line(
                "While all that follows happens, each second %d records are read and %d written, %d grants"
                        .formatted(
                                rates.readsPerSecond(),
                                rates.writesPerSecond(),
                                rates.grantsPerSecond()));
        narrator.line(
                "made and %d revoked: by vault and ledger, signed, committed, proven."
                        .formatted(rates.revocationsPerSecond()));
        Intervals before = twin("before the upgrade");
        Artifact candidate = upgrades.candidate();
        String from = council.version(Tables.CONSENT);
        narrator.line(
                "consent %s is to become %s, which knows what data is used for. Before anybody votes it is"
                        .formatted(from, version(candidate)));
        narrator.line("rehearsed over the chain's last blocks, on a proven copy of the state:");
        long start = System.nanoTime();
        Assessor.Assessed assessed =
                upgrades.assessor().assess(Tables.CONSENT, candidate, REHEARSED_BLOCKS);
        narrator.line(
                "%d blocks in %.1f s, %d transactions in both versions. Risk: %s. Report %s"
                        .formatted(
                                assessed.blocks(),
                                (System.nanoTime() - start) / 1e9,
                                assessed.compared(),
                                assessed.level(),
                                brief(assessed.hash())));
        assessed.reasons().stream().limit(3).forEach(each -> narrator.line("  " + each));
        int mark = load.mark();
        long released = load.released();
        long begun = chain.status().height();
        Plan plan =
                council.plan(
                        "consent " + version(candidate),
                        Tables.CONSENT,
                        candidate,
                        upgrades.schedule(),
                        Optional.of(assessed.hash()));
        Entered last = sail(plan, candidate);
        if (last.phase() != Phase.FINAL) {
            throw new IllegalStateException("the upgrade was stopped: " + last.reason());
        }
        long ended = last.sinceHeight() - 1;
        List<Load.Sent> sent = load.between(mark, load.mark());
        long read = load.released() - released;
        Intervals during = Intervals.between(chain, begun, ended);
        Intervals twin = before.and(twin("after it"));
        UpgradeReport report =
                new UpgradeReport(
                        plan.id(),
                        from,
                        council.version(Tables.CONSENT),
                        timeline,
                        migrated,
                        sent.size(),
                        read,
                        load.failed().size(),
                        sent.stream().filter(one -> !one.applied()).count(),
                        UpgradeReport.Times.of(during),
                        UpgradeReport.Times.of(twin));
        tell(report, sent);
        return report;
    }

    private Entered sail(Plan plan, Artifact candidate) {
        long since = chain.status().height() + 1;
        int pieces = council.stage(candidate);
        past(
                "STAGED",
                0,
                since,
                "%d pieces, %,d bytes; the chain checked its hash %s"
                        .formatted(
                                pieces,
                                candidate.encode().size(),
                                Steps.shorter(candidate.hash().toString())));
        try (PlanLog log = new PlanLog(chain, plan.id())) {
            long proposal = council.propose(plan).proposal();
            for (Stakeholder stakeholder : council.stakeholders()) {
                council.agree(stakeholder, proposal);
            }
            Entered now = log.await(this::look);
            while (!now.phase().ended()) {
                entered(now, plan);
                Entered next = log.await(this::look);
                past(now.phase().name(), now.step(), now.sinceHeight(), next, words(now, plan));
                now = next;
            }
            if (now.phase() == Phase.FINAL) {
                past("FINAL", 0, now.sinceHeight(), "the old tables left the root");
            }
            return now;
        }
    }

    /** What is worth doing while a phase lasts. */
    private void entered(Entered now, Plan plan) {
        if (now.phase() == Phase.SHADOW) {
            narrator.line(
                    "    A grant for treatment only, now: " + purposes.attempt() + ", try later");
        }
        if (now.phase() == Phase.PROBATION) {
            purposes.show(plan.id());
        }
    }

    private void look(PlanStatus status) {
        seen.put(place(status.phase().name(), status.step()), Seen.of(status));
        chain.upgrades()
                .follower(status.id())
                .map(FollowerView::recordsMigrated)
                .ifPresent(records -> migrated = Math.max(migrated, records));
    }

    private String words(Entered entered, Plan plan) {
        Seen seenIn = seenIn(entered.phase().name(), entered.step());
        String compared =
                "%,d compared, %d declared, %d undeclared"
                        .formatted(seenIn.compared(), seenIn.declared(), seenIn.undeclared());
        return switch (entered.phase()) {
            case VOTING ->
                    "yes from "
                            + council.stakeholders().stream()
                                    .map(Stakeholder::group)
                                    .collect(Collectors.joining(", "));
            case READY -> "the validator verified, metered and loaded the code, and stated so";
            case BACKFILL -> "%,d records through the lens, beside the chain".formatted(migrated);
            case SHADOW -> compared + "; without authority";
            case CANARY ->
                    compared
                            + "; counts for %.0f %% of patients"
                                    .formatted(
                                            plan.schedule()
                                                            .canary()
                                                            .get(entered.step())
                                                            .basisPoints()
                                                    / 100.0);
            case PROBATION -> compared + "; counts for all, the way back is open";
            case FINAL, ROLLED_BACK -> "";
        };
    }

    private void past(String phase, int step, long since, Entered next, String words) {
        stage(phase, step, since, next.sinceHeight() - 1, words);
    }

    private void past(String phase, int step, long since, String words) {
        stage(phase, step, since, chain.status().height(), words);
    }

    private void stage(String phase, int step, long since, long until, String words) {
        boolean compares = phase.equals("SHADOW") || isInBlocks(phase);
        Seen told = compares ? seenIn(phase, step) : Seen.NOTHING;
        timeline.add(
                new UpgradeReport.Stage(
                        phase,
                        step,
                        since,
                        Math.max(since, until),
                        told.compared(),
                        told.declared(),
                        told.undeclared()));
        narrator.line(
                "  %-9s  block %,d to %,d: %s"
                        .formatted(phase, since, Math.max(since, until), words));
    }

    private Seen seenIn(String phase, int step) {
        return seen.getOrDefault(place(phase, step), Seen.NOTHING);
    }

    private static String place(String phase, int step) {
        return phase + " " + step;
    }

    private static boolean isInBlocks(String phase) {
        return phase.equals("CANARY") || phase.equals("PROBATION");
    }

    /** The load alone; times between blocks meanwhile. */
    private Intervals twin(String when) {
        long from = chain.status().height();
        long millis = upgrades.twinMillis();
        long start = System.nanoTime();
        long passed = 0;
        while (passed < millis) {
            narrator.progress(
                    "the load alone, " + when + ", seconds", passed / 1000, millis / 1000);
            LockSupport.parkNanos(TICK_NANOS);
            passed = (System.nanoTime() - start) / 1_000_000;
        }
        narrator.progress("the load alone, " + when + ", seconds", millis / 1000, millis / 1000);
        return Intervals.between(chain, from, chain.status().height());
    }

    private void tell(UpgradeReport report, List<Load.Sent> sent) {
        narrator.line(
                "Meanwhile %,d transactions, %d of them refused; %d records released by the vault, opened, proven."
                        .formatted(
                                report.transactions(),
                                report.rejectedTransactions(),
                                report.recordsRead()));
        narrator.line("Time between blocks, in milliseconds:");
        sent.stream()
                .filter(one -> !one.applied())
                .limit(3)
                .forEach(one -> narrator.line("  " + one.what() + " " + one.code()));
        load.failed().stream().limit(3).forEach(why -> narrator.line("  not read: " + why));
        if (load.late() > 0) {
            narrator.line(
                    "  This machine is busy: %d were due and not sent.".formatted(load.late()));
        }
        tell("with the upgrade", report.during());
        tell("the load alone", report.twin());
        narrator.line(
                "The load alone ran on this chain for %.0f seconds before and after; p99 is %.2f times that."
                        .formatted(upgrades.twinMillis() / 1e3, report.p99Ratio()));
    }

    private void tell(String what, UpgradeReport.Times times) {
        narrator.line(
                "  %-17s median %,d, p99 %,d, longest %,d, of %,d"
                        .formatted(
                                what,
                                times.medianMillis(),
                                times.p99Millis(),
                                times.longestMillis(),
                                times.blocks()));
    }

    static String version(Artifact artifact) {
        return Descriptor.decode(
                        Optional.ofNullable(artifact.entries().get(Artifact.DESCRIPTOR))
                                .orElseThrow(
                                        () ->
                                                new IllegalStateException(
                                                        "the artifact has no descriptor")))
                .version();
    }

    /** Of a plan, as people compare it. */
    static String brief(Hash hash) {
        return Steps.shorter(hash.toString());
    }
}
