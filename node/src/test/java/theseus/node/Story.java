package theseus.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.kernel.PlanRecord;
import theseus.module.assets.Assets;
import theseus.protocol.Artifact;
import theseus.protocol.Gate;
import theseus.protocol.Genesis;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.Plan.Action;
import theseus.protocol.RecordCodec;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.Hash;

/**
 * What happens on a chain: plans of one kind, from their code's staging to their end, and ordinary
 * traffic meanwhile. Told in rounds, each of which goes by the state alone, so that it goes on
 * wherever a node was struck down.
 */
enum Story {
    /** A good version, through two steps of a canary. */
    FORWARD(Phase.FINAL),
    /** Taken back by vote before anybody agreed. */
    STOPPED_IN_VOTING(Phase.ROLLED_BACK),
    STOPPED_IN_BACKFILL(Phase.ROLLED_BACK),
    STOPPED_IN_SHADOW(Phase.ROLLED_BACK),
    STOPPED_IN_CANARY(Phase.ROLLED_BACK),
    STOPPED_IN_PROBATION(Phase.ROLLED_BACK),
    /** A version that leaves out an event of one rare value, which comes in that phase. */
    DIFFERS_IN_SHADOW(Phase.ROLLED_BACK),
    DIFFERS_IN_CANARY(Phase.ROLLED_BACK),
    DIFFERS_IN_PROBATION(Phase.ROLLED_BACK),
    /** Code that the verifier does not admit: the node says so on chain. */
    INADMISSIBLE(Phase.ROLLED_BACK),
    /** From a filled backfill to probation. */
    HOTFIX(Phase.FINAL),
    /** A hotfix that ends an ordinary plan on the same instance. */
    HOTFIX_OVER_ANOTHER(Phase.FINAL),
    /** From shadow to final in one block. */
    IRREVERSIBLE(Phase.FINAL),
    INSTALL(Phase.FINAL),
    /** An upgrade and a new instance with records from its genesis, in one plan. */
    UPGRADE_AND_INSTALL(Phase.FINAL),
    RETIRE(Phase.FINAL),
    /** Two plans on two instances, of which one has authority at a time. */
    SIDE_BY_SIDE(Phase.FINAL);

    static final String SPARE = "spare";
    private static final String GOLD = "gold";
    private static final long RARE = 77_777;

    /** Blocks after its end that belong to the story: tables leave, the last words are said. */
    private static final int AFTERWARDS = 3;

    private static final Plan.Window WINDOW = new Plan.Window(5, 0, 1, 1);

    /** Long enough for something to happen in it, or for ever. */
    private static final Plan.Window LONG = new Plan.Window(25, 0, 1, 1);

    private static final Plan.Window ENDLESS = new Plan.Window(100_000, 0, 1, 1);

    /** A story that goes on for longer is stuck. */
    private static final int MAX_ROUNDS = 1_000;

    private final Phase end;

    Story(Phase end) {
        this.end = end;
    }

    /** Where its last plan must end. */
    Phase end() {
        return end;
    }

    Genesis create(NodeConfig config) {
        return Node.create(
                config,
                new NewChain(
                        "crash",
                        System.currentTimeMillis(),
                        Genesis.Parameters.DEFAULT,
                        List.of(
                                instance("council", "council", List.of(Capability.PLANS)),
                                instance(Notes.NOTES, "notes-1", List.of()),
                                instance(SPARE, "notes-1", List.of()))));
    }

    private static NewChain.NewInstance instance(
            String name, String source, List<Capability> granted) {
        return new NewChain.NewInstance(
                name, Compiled.artifact(source), Bytes.EMPTY, List.of(), granted);
    }

    /** Code that is not on the chain from the beginning. */
    Artifact artifact() {
        return switch (this) {
            case DIFFERS_IN_SHADOW, DIFFERS_IN_CANARY, DIFFERS_IN_PROBATION ->
                    Compiled.of(
                            Compiled.source("notes-2")
                                    .replace(
                                            "context.emit(new Stored(message.key(),"
                                                    + " message.value()));",
                                            "if (message.value() != "
                                                    + RARE
                                                    + ") { context.emit(new Stored(message.key(),"
                                                    + " message.value())); }"));
            case INADMISSIBLE ->
                    Compiled.inadmissible(
                            Compiled.source("notes-2")
                                    .replace(
                                            "message.value(), writes",
                                            "message.value(), writes + System.nanoTime() % 2"),
                            Compiled.artifact("notes-2"));
            case INSTALL -> TestModules.artifact(Assets.class);
            default -> Compiled.artifact("notes-2");
        };
    }

    /** Its plans, in the order in which they are proposed. */
    List<Plan> plans(Hash chain, Hash candidate) {
        Action upgrade = upgrade(Notes.NOTES, candidate);
        return switch (this) {
            case HOTFIX -> List.of(plan(chain, "hotfix", upgrade));
            case HOTFIX_OVER_ANOTHER ->
                    List.of(plan(chain, "first", upgrade), plan(chain, "hotfix", upgrade));
            case IRREVERSIBLE -> List.of(plan(chain, "irreversible", upgrade));
            case INSTALL -> List.of(plan(chain, "install", install(candidate)));
            case UPGRADE_AND_INSTALL ->
                    List.of(
                            plan(
                                    chain,
                                    "both",
                                    install(TestModules.artifact(Assets.class).hash()),
                                    upgrade));
            case RETIRE ->
                    List.of(
                            plan(
                                    chain,
                                    "retire",
                                    new Action.Retire(SPARE, Compiled.artifact("notes-1").hash())));
            case SIDE_BY_SIDE ->
                    List.of(
                            plan(chain, "one", upgrade),
                            plan(chain, "other", upgrade(SPARE, candidate)));
            default -> List.of(plan(chain, "upgrade", upgrade));
        };
    }

    private static Action upgrade(String instance, Hash candidate) {
        return new Action.Upgrade(
                instance, Compiled.artifact("notes-1").hash(), candidate, List.of(), List.of());
    }

    private static Action install(Hash candidate) {
        Assets.Genesis document =
                new Assets.Genesis(
                        TestChain.account(TestChain.ISSUER),
                        List.of(
                                new Assets.Allocation(
                                        TestChain.account(TestChain.ISSUER), TestChain.SUPPLY)));
        return new Action.Install(
                GOLD,
                candidate,
                RecordCodec.of(Assets.Genesis.class).encode(document),
                List.of(),
                List.of());
    }

    private Plan plan(Hash chain, String title, Action... actions) {
        Plan.Window probation =
                title.equals("first") ? ENDLESS : name().endsWith("PROBATION") ? LONG : WINDOW;
        boolean irreversible = title.equals("irreversible");
        boolean hotfix = title.equals("hotfix");
        return new Plan(
                chain,
                title,
                List.of(actions),
                irreversible,
                hotfix,
                new Plan.Schedule(
                        1_000,
                        1_000,
                        10_000,
                        3,
                        180,
                        WINDOW,
                        irreversible || hotfix
                                ? List.of()
                                : List.of(
                                        new Plan.Step(3_000, WINDOW), new Plan.Step(8_000, WINDOW)),
                        WINDOW,
                        4,
                        400),
                List.of(),
                List.of(),
                Optional.empty());
    }

    /** What the blocks after the genesis know when it begins: records to be carried. */
    private static void prepare(Driver driver) {
        while (driver.state().height() < 6) {
            driver.traffic(20, Notes.NOTES, SPARE);
        }
    }

    /** Goes on until it is over. */
    void tell(Driver driver) {
        prepare(driver);
        Artifact artifact = artifact();
        List<Plan> plans = plans(driver.chain(), artifact.hash());
        for (int round = 0; !isOver(driver, plans); round++) {
            if (round > MAX_ROUNDS) {
                throw new AssertionError(
                        this
                                + " is stuck: "
                                + plans.stream().map(p -> driver.plan(p.id())).toList());
            }
            driver.awaitFollowers();
            round(driver, artifact, plans);
            driver.traffic(
                    1,
                    this == RETIRE
                            ? new String[] {Notes.NOTES}
                            : new String[] {Notes.NOTES, SPARE});
        }
        for (int i = 0; i < AFTERWARDS; i++) {
            driver.traffic(1, Notes.NOTES);
        }
    }

    private boolean isOver(Driver driver, List<Plan> plans) {
        return plans.stream().allMatch(plan -> driver.isOver(plan.id()));
    }

    private void round(Driver driver, Artifact artifact, List<Plan> plans) {
        for (Plan plan : plans) {
            Optional<PlanRecord> record = driver.plan(plan.id());
            if (record.isEmpty()) {
                if (this == HOTFIX_OVER_ANOTHER && plan.hotfix() && !isFollowed(driver, plans)) {
                    return;
                }
                stage(driver, artifact, plan);
                driver.propose(plan);
            } else if (record.get().phase() == Phase.VOTING) {
                if (this == STOPPED_IN_VOTING) {
                    driver.stop(plan.id());
                } else {
                    driver.approve(plan.id());
                }
            } else {
                inPhase(driver, plan.id(), record.get().phase());
            }
        }
    }

    /** All code of a plan that the chain does not know. */
    private void stage(Driver driver, Artifact artifact, Plan plan) {
        SortedMap<Hash, Artifact> needed = new TreeMap<>();
        needed.put(artifact.hash(), artifact);
        if (this == UPGRADE_AND_INSTALL) {
            Artifact assets = TestModules.artifact(Assets.class);
            needed.put(assets.hash(), assets);
        }
        if (this != RETIRE) {
            needed.values().forEach(driver::stage);
        }
    }

    private static boolean isFollowed(Driver driver, List<Plan> plans) {
        return driver.plan(plans.getFirst().id())
                .map(one -> one.phase().compareTo(Phase.SHADOW) >= 0)
                .orElse(false);
    }

    /** A phase may be over before a round sees it: then it happens in the next one. */
    private void inPhase(Driver driver, Hash plan, Phase phase) {
        boolean isStopped = name().startsWith("STOPPED_IN_");
        boolean isDifferent = name().startsWith("DIFFERS_IN_");
        if (phase.ended() || !(isStopped || isDifferent)) {
            return;
        }
        Phase meant = Phase.valueOf(name().substring(name().lastIndexOf('_') + 1));
        if (phase.compareTo(meant) < 0) {
            return;
        }
        if (isStopped) {
            driver.stop(plan);
        } else {
            driver.put(Notes.NOTES, 3, RARE);
        }
    }

    /** What a block of it may do: where it may be struck, besides anywhere. */
    List<String> turns() {
        List<String> turns = new ArrayList<>();
        if (this != RETIRE) {
            turns.add(Strike.STAGED);
        }
        turns.add(Phase.VOTING.name());
        boolean isVotedOn = this != STOPPED_IN_VOTING;
        if (isVotedOn) {
            turns.add(Phase.READY.name());
        }
        boolean isFollowed = isVotedOn && this != INADMISSIBLE && this != INSTALL && this != RETIRE;
        if (isFollowed) {
            turns.add(Phase.BACKFILL.name());
            turns.add(Strike.TABLES);
            if (this != STOPPED_IN_BACKFILL && this != HOTFIX) {
                turns.add(Phase.SHADOW.name());
            }
        }
        boolean isJoined =
                isFollowed
                        && this != STOPPED_IN_BACKFILL
                        && this != STOPPED_IN_SHADOW
                        && this != DIFFERS_IN_SHADOW;
        boolean hasCanary =
                isJoined && this != HOTFIX && this != HOTFIX_OVER_ANOTHER && this != IRREVERSIBLE;
        if (isJoined) {
            turns.add(Strike.HAND_OVER);
            if (hasCanary) {
                turns.add(Phase.CANARY.name());
            }
            turns.add(Strike.JOINED);
        }
        if (hasCanary && this != STOPPED_IN_CANARY && this != DIFFERS_IN_CANARY) {
            turns.add(Phase.CANARY + ".1");
        }
        boolean hasProbation =
                this == INSTALL
                        || this == RETIRE
                        || (isJoined
                                && this != IRREVERSIBLE
                                && this != STOPPED_IN_CANARY
                                && this != DIFFERS_IN_CANARY);
        if (hasProbation) {
            turns.add(Phase.PROBATION.name());
        }
        if (end == Phase.ROLLED_BACK || this == HOTFIX_OVER_ANOTHER) {
            turns.add(Phase.ROLLED_BACK.name());
        }
        if (end == Phase.FINAL) {
            turns.add(Phase.FINAL.name());
        }
        if (this == RETIRE || isJoined) {
            turns.add(Strike.LEFT);
        }
        return turns;
    }

    /** What stopped its plan, where one is stopped. */
    Optional<Gate> gate() {
        return switch (this) {
            case INADMISSIBLE -> Optional.of(Gate.TRIPPED);
            case DIFFERS_IN_SHADOW, DIFFERS_IN_CANARY, DIFFERS_IN_PROBATION ->
                    Optional.of(Gate.UNDECLARED_DIFFERENCE);
            default -> Optional.empty();
        };
    }
}
