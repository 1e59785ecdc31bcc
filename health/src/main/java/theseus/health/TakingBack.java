package theseus.health;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.client.Answer;
import theseus.client.ChainClient;
import theseus.client.PlanStatus;
import theseus.health.PlanLog.Entered;
import theseus.health.RollbackReport.Evidence;
import theseus.health.RollbackReport.Side;
import theseus.protocol.Artifact;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.Statement;
import theseus.protocol.Submission;
import theseus.protocol.Tally;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * The chapter in which a wrong version is agreed in haste, caught before it has authority, and
 * taken back: it would let a reader read whose grant was revoked.
 */
final class TakingBack {
    private static final int SHADOW_TIMES = 10;
    private static final int WIDTH = 37;
    private static final int LINE_LENGTH_MAX = 100;

    private final VoyageUpgrades upgrades;
    private final ChainClient chain;
    private final Council council;
    private final Load load;
    private final Reader reader;
    private final Cards.OfGrant revoked;
    private final Narrator narrator;

    /**
     * @param revoked a grant to {@code reader} that its patient revoked
     */
    TakingBack(
            VoyageUpgrades upgrades,
            ChainClient chain,
            Council council,
            Load load,
            Reader reader,
            Cards.OfGrant revoked,
            Narrator narrator) {
        this.upgrades = upgrades;
        this.chain = chain;
        this.council = council;
        this.load = load;
        this.reader = reader;
        this.revoked = revoked;
        this.narrator = narrator;
    }

    RollbackReport run() {
        narrator.chapter("A wrong one is taken back");
        Artifact faulty = upgrades.faulty();
        String inForce = council.version(Tables.CONSENT);
        String candidate = Upgrading.version(faulty);
        narrator.line(
                "consent %s is proposed in haste: nobody rehearsed it, there is no report. All agree."
                        .formatted(candidate));
        int mark = load.mark();
        council.stage(faulty);
        Plan plan =
                council.plan(
                        "consent " + candidate,
                        Tables.CONSENT,
                        faulty,
                        inNoHurry(upgrades.schedule()),
                        Optional.empty());
        Ended end = sail(plan);
        Entered last = end.last();
        if (last.phase() != Phase.ROLLED_BACK) {
            throw new IllegalStateException("a version that is wrong became " + last.phase());
        }
        PlanStatus status =
                chain.upgrades()
                        .plan(plan.id())
                        .orElseThrow(() -> new IllegalStateException("no plan " + plan.id()));
        RollbackReport report = report(plan, status, end, mark, inForce, candidate);
        tell(report, last, status, load.mark() - mark);
        return report;
    }

    /** A longer shadow than the voyage needs: it ends when something differs, not before. */
    private static Plan.Schedule inNoHurry(Plan.Schedule schedule) {
        Plan.Window shadow = schedule.shadow();
        return VoyageUpgrades.schedule(
                new Plan.Window(
                        SHADOW_TIMES * shadow.blocks(),
                        SHADOW_TIMES * shadow.millis(),
                        shadow.transactions(),
                        shadow.keys()),
                schedule.canary(),
                schedule.probation());
    }

    /**
     * @param in the phase in which it was stopped
     */
    private record Ended(Phase in, Entered last) {}

    private Ended sail(Plan plan) {
        try (PlanLog log = new PlanLog(chain, plan.id())) {
            long proposal = council.propose(plan).proposal();
            council.stakeholders().forEach(each -> council.agree(each, proposal));
            Entered now = log.await(_ -> {});
            Phase in = now.phase();
            List<String> phases = new ArrayList<>();
            while (!now.phase().ended()) {
                in = now.phase();
                phases.add(in.name());
                if (now.phase() == Phase.SHADOW) {
                    narrator.line(String.join(", ", phases) + ": so far nothing differs.");
                    attempt();
                }
                now = log.await(_ -> {});
            }
            return new Ended(in, now);
        }
    }

    /** The reader whose grant was revoked asks again. */
    private void attempt() {
        List<Hash> ids = reader.granted(revoked).subList(0, 1);
        Optional<String> refusal = reader.announce(revoked.pseudonym(), ids);
        narrator.line(
                "The cardiologist whose grant was revoked tries again, and the chain answers: "
                        + refusal.orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "the chain honoured a revoked grant")));
    }

    private RollbackReport report(
            Plan plan, PlanStatus status, Ended end, int mark, String inForce, String candidate) {
        JsonNode evidence =
                status.evidence()
                        .orElseThrow(
                                () -> new IllegalStateException("no evidence is on the chain"));
        long height = evidence.path("height").asLong();
        Entered last = end.last();
        long reported = reported(plan.id(), height, last.sinceHeight() - 1);
        List<String> differences = new ArrayList<>();
        evidence.path("differences").forEach(line -> differences.add(line.asText()));
        return new RollbackReport(
                plan.id(),
                status.gate().map(Enum::name).orElse(""),
                end.in().name(),
                last.sinceHeight() - reported,
                lost(load.between(mark, load.mark())),
                new Evidence(
                        Hash.fromHex(evidence.path("submission").asText()),
                        height,
                        reported,
                        evidence.path("explanation").asText(),
                        differences,
                        side(inForce, evidence.path("old")),
                        side(candidate, evidence.path("candidate"))));
    }

    /** The first block with a statement of a validator's about what differed. */
    private long reported(Hash plan, long from, long to) {
        for (long height = from; height <= to; height++) {
            for (Bytes submission : chain.block(height).submissions()) {
                if (tells(submission, plan)) {
                    return height;
                }
            }
        }
        return to;
    }

    private static boolean tells(Bytes submission, Hash plan) {
        return Submission.decode(submission) instanceof Statement statement
                && switch (statement.body()) {
                    case Statement.Body.Report report ->
                            report.plan().equals(plan)
                                    && !Tally.decode(report.tally()).evidence().isEmpty();
                    case Statement.Body.Trip trip -> trip.plan().equals(plan);
                    case Statement.Body.Ready _, Statement.Body.Recover _ -> false;
                };
    }

    /** How many were committed and are not any more as they were. */
    private long lost(List<Load.Sent> sent) {
        return sent.stream()
                .filter(one -> one.height() > 0)
                .filter(one -> !isKept(one, chain.transaction(one.id())))
                .count();
    }

    private static boolean isKept(Load.Sent sent, Optional<Answer.Committed> now) {
        return now.isPresent()
                && now.get().height() == sent.height()
                && Outcomes.code(now.get()).equals(sent.code());
    }

    private static Side side(String version, JsonNode receipt) {
        String status = receipt.path("status").asText();
        String result =
                receipt.hasNonNull("code")
                        ? "%s by %s: %s"
                                .formatted(
                                        status,
                                        receipt.path("instance").asText("the chain"),
                                        receipt.path("code").asText())
                        : status;
        List<String> events = new ArrayList<>();
        receipt.path("events")
                .forEach(
                        event ->
                                events.add(
                                        event.path("instance").asText()
                                                + "."
                                                + event.path("name").asText()));
        return new Side("consent " + version, result, events, receipt.path("gasUsed").asLong());
    }

    private void tell(RollbackReport report, Entered last, PlanStatus status, int sent) {
        Evidence evidence = report.evidence();
        narrator.line(
                "%s ran the same transaction, %s in block %,d, in a second world:"
                        .formatted(
                                report.phase(),
                                Upgrading.brief(evidence.transaction()),
                                evidence.height()));
        row(
                evidence.inForce().version() + ", in force",
                evidence.candidate().version() + ", the candidate");
        row(evidence.inForce().result(), evidence.candidate().result());
        row(events(evidence.inForce()), events(evidence.candidate()));
        evidence.differences().stream()
                .limit(2)
                .forEach(line -> narrator.line("    " + cut(Steps.shorter(line))));
        narrator.line(
                "Gate %s: the validator said so in block %,d, from block %,d on there is no plan."
                        .formatted(report.gate(), evidence.reportedHeight(), last.sinceHeight()));
        narrator.line(
                status.joinedHeight() == 0
                        ? "It never had authority: nothing of what it wrote was in any block."
                        : "It had authority since block " + status.joinedHeight() + ".");
        narrator.line(
                "Of %,d transactions meanwhile %d were lost. Both outcomes stay on the chain: /v1/plans/%s"
                        .formatted(
                                sent, report.lostTransactions(), Upgrading.brief(report.plan())));
    }

    private void row(String left, String right) {
        narrator.line(("    %-" + WIDTH + "s  %s").formatted(left, right));
    }

    private static String cut(String line) {
        return line.length() <= LINE_LENGTH_MAX ? line : line.substring(0, LINE_LENGTH_MAX) + "…";
    }

    private static String events(Side side) {
        return side.events().isEmpty() ? "no event" : String.join(", ", side.events());
    }
}
