package theseus.trials;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import theseus.protocol.Genesis;
import theseus.protocol.Plan;
import theseus.protocol.RecordCodec;
import theseus.protocol.Sha256;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.Hash;

/** Plans for one upgrade, and what can be wrong with them. */
final class Plans {
    private static final Hash NONE = Sha256.of("trials/none", Bytes.EMPTY);

    private Plans() {}

    /** Short windows in which every message must have been seen. */
    static Plan.Schedule schedule() {
        Plan.Window window = new Plan.Window(4, 0, 1, 3);
        return new Plan.Schedule(
                20,
                20,
                20,
                2,
                12,
                window,
                List.of(new Plan.Step(3000, window), new Plan.Step(8000, window)),
                window,
                4,
                400);
    }

    static Plan upgrade(Hash chain, String instance, Hash from, Hash to) {
        return of(
                chain,
                List.of(new Plan.Action.Upgrade(instance, from, to, List.of(), List.of())),
                schedule());
    }

    static Plan of(Hash chain, List<Plan.Action> actions, Plan.Schedule schedule) {
        return new Plan(
                chain,
                "a trial",
                actions,
                false,
                false,
                schedule,
                List.of(),
                List.of(),
                Optional.empty());
    }

    private static Plan with(Plan plan, Plan.Action action) {
        return new Plan(
                plan.chain(),
                plan.title(),
                List.of(action),
                plan.irreversible(),
                plan.hotfix(),
                plan.schedule(),
                plan.declarations(),
                plan.waived(),
                plan.assessment());
    }

    static Plan with(Plan plan, Plan.Schedule schedule) {
        return new Plan(
                plan.chain(),
                plan.title(),
                plan.actions(),
                plan.irreversible(),
                plan.hotfix(),
                schedule,
                plan.declarations(),
                plan.waived(),
                plan.assessment());
    }

    static Plan with(Plan plan, List<Plan.Declaration> declarations) {
        return new Plan(
                plan.chain(),
                plan.title(),
                plan.actions(),
                plan.irreversible(),
                plan.hotfix(),
                plan.schedule(),
                declarations,
                plan.waived(),
                plan.assessment());
    }

    private static Plan.Action.Upgrade upgrade(Plan plan) {
        return (Plan.Action.Upgrade) plan.actions().getFirst();
    }

    static Plan bind(Plan plan, String interfaceName, String instance) {
        Plan.Action.Upgrade one = upgrade(plan);
        return with(
                plan,
                new Plan.Action.Upgrade(
                        one.instance(),
                        one.from(),
                        one.to(),
                        List.of(new Genesis.Binding(interfaceName, instance)),
                        one.granted()));
    }

    /** A second instance of the module instead. */
    static Plan installing(Plan plan) {
        return with(
                plan,
                new Plan.Action.Install(
                        "second",
                        upgrade(plan).to(),
                        RecordCodec.encodeRecord(new Says.Genesis(1)),
                        List.of(),
                        List.of()));
    }

    static Plan granting(Plan plan) {
        Plan.Action.Upgrade one = upgrade(plan);
        return with(
                plan,
                new Plan.Action.Upgrade(
                        one.instance(),
                        one.from(),
                        one.to(),
                        one.bindings(),
                        List.of(Capability.VALIDATORS)));
    }

    static Plan onAnotherBase(Plan plan) {
        Plan.Action.Upgrade one = upgrade(plan);
        return with(
                plan,
                new Plan.Action.Upgrade(
                        one.instance(), NONE, one.to(), one.bindings(), one.granted()));
    }

    static Plan toAnotherArtifact(Plan plan) {
        Plan.Action.Upgrade one = upgrade(plan);
        return with(
                plan,
                new Plan.Action.Upgrade(
                        one.instance(), one.from(), NONE, one.bindings(), one.granted()));
    }

    static Plan forAnotherChain(Plan plan) {
        return new Plan(
                NONE,
                plan.title(),
                plan.actions(),
                plan.irreversible(),
                plan.hotfix(),
                plan.schedule(),
                plan.declarations(),
                plan.waived(),
                plan.assessment());
    }

    /** Everything that Transfer could write. */
    static Plan declaringAllTables(Plan plan) {
        return with(
                plan,
                Stream.of("balances", "limit", "notes")
                        .map(table -> declared(Plan.Respect.TABLE, table, "it is meant to be so"))
                        .toList());
    }

    static Plan declaringCache(Plan plan) {
        return with(
                plan,
                List.of(
                        declared(
                                Plan.Respect.TABLE,
                                "cache",
                                "balances are kept where they are found faster")));
    }

    static Plan declaringMoved(Plan plan) {
        return with(
                plan,
                List.of(declared(Plan.Respect.EVENT, "Moved", "each move is told a second time")));
    }

    static Plan declaringNothingThatExists(Plan plan) {
        return with(
                plan, List.of(declared(Plan.Respect.EVENT, "Nothing", "there is no such event")));
    }

    static Plan declaringWithoutReason(Plan plan) {
        return with(plan, List.of(declared(Plan.Respect.EVENT, "Moved", "")));
    }

    static Plan.Declaration declared(Plan.Respect respect, String subject, String reason) {
        return new Plan.Declaration(
                new Plan.MessageName(Says.LEDGER, "Transfer"), respect, subject, reason);
    }

    static Plan withoutAgreement(Plan plan) {
        Plan.Schedule is = plan.schedule();
        return with(
                plan,
                new Plan.Schedule(
                        is.votingBlocks(),
                        is.readyBlocks(),
                        is.backfillBlocks(),
                        is.reportBlocks(),
                        Long.MAX_VALUE / 2,
                        is.shadow(),
                        is.canary(),
                        is.probation(),
                        is.gasFactor(),
                        is.gasRatioPercent()));
    }

    /** A probation that lasts longer than most patience does. */
    static Plan patient(Plan plan) {
        Plan.Schedule is = plan.schedule();
        return with(
                plan,
                new Plan.Schedule(
                        is.votingBlocks(),
                        is.readyBlocks(),
                        is.backfillBlocks(),
                        is.reportBlocks(),
                        is.agreementBlocks(),
                        is.shadow(),
                        is.canary(),
                        new Plan.Window(600, 0, 1, 3),
                        is.gasFactor(),
                        is.gasRatioPercent()));
    }
}
