package theseus.trials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.jar.JarFile;
import theseus.client.PlanCheck;
import theseus.client.PlanStatus;
import theseus.kernel.KernelTables;
import theseus.node.NodeConfig;
import theseus.protocol.Artifact;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.Receipt;
import theseus.protocol.TableId;
import theseus.runtime.Packager;
import theseus.runtime.Packing;
import theseus.sdk.Hash;

/**
 * Candidates on their way on a running node, one after the other: from a JAR to the end of the
 * plan, over HTTP, while {@link NodeAndTwin} compares what everybody else gets.
 */
final class NodeCourse implements AutoCloseable {
    /** A window holds at least that many rounds of traffic, however they fall into blocks. */
    private static final int ROUNDS = 4;

    /** Of so many rounds one is a full one while nothing but time has to pass. */
    private static final int QUIET_ROUNDS = 16;

    private static final long POLL_MILLIS = 2;
    private static final int MOST_POLLS = 10_000;

    /** What says who may do what. A plan that has not become final leaves it alone. */
    private static final List<TableId> AUTHORITY =
            List.of(
                    KernelTables.MODULES,
                    KernelTables.VALIDATORS,
                    KernelTables.PARAMETERS,
                    KernelTables.BREAKERS,
                    KernelTables.FORMS,
                    KernelTables.EPOCH,
                    KernelTables.ACTIVE_PLANS);

    /** What is being tried. */
    private record Trial(
            Faulty candidate,
            SortedSet<TableId> added,
            SortedMap<TableId, Optional<Hash>> authority,
            Optional<Hash> plan) {}

    final List<String> story = new ArrayList<>();
    private final NodeAndTwin pair;
    private final RunningNode node;
    private final Path jars;
    private final Set<Hash> staged = new HashSet<>();
    private Optional<Trial> trial = Optional.empty();
    private long number;

    private NodeCourse(Path folder, NodeAndTwin pair) {
        this.jars = folder;
        this.pair = pair;
        this.node = pair.node();
        pair.send(Ordinary.first(), List.of(), watched());
        compare();
    }

    static NodeCourse start(Path folder, NodeConfig.StorageKind storage) {
        RunningNode node = RunningNode.start(folder.resolve("node"), storage);
        RunningNode twin = RunningNode.start(folder.resolve("twin"), NodeConfig.StorageKind.MEMORY);
        return new NodeCourse(folder, new NodeAndTwin(node, twin));
    }

    /** As {@link Plans#schedule}, with time for what a node does beside the chain. */
    private static Plan.Schedule schedule() {
        Plan.Window window = new Plan.Window(ROUNDS, 0, ROUNDS, 3);
        // Only what the candidate serves counts there, and whom it serves is drawn.
        Plan.Window served = new Plan.Window(ROUNDS, 0, 2, 3);
        return new Plan.Schedule(
                1_000,
                1_000,
                1_000,
                2,
                120,
                window,
                List.of(new Plan.Step(5000, served), new Plan.Step(8000, served)),
                window,
                4,
                400);
    }

    /** From the JAR to the approved plan; the code of a refusal when it is not opened. */
    Optional<String> open(Faulty candidate) {
        story.clear();
        pair.forgetMemos();
        Artifact artifact = delivered(candidate);
        SortedSet<TableId> added = pair.added(artifact.descriptor().orElseThrow());
        trial =
                Optional.of(
                        new Trial(
                                candidate,
                                added,
                                node.roots(AUTHORITY, node.height()),
                                Optional.empty()));
        if (staged.add(artifact.hash())) {
            node.stage(artifact);
        }
        round();
        Plan plan =
                candidate.plan(
                        node.chain(), node.inForce(Says.LEDGER), artifact.hash(), schedule());
        PlanCheck check = node.client().upgrades().check(plan);
        Receipt.Status status = node.propose(plan);
        if (status instanceof Receipt.Status.Refused(int _, String _, String code)) {
            assertEquals(code, check.code(), "what is said before a vote");
            return Optional.of(code);
        }
        assertEquals(new Receipt.Status.Applied(), status);
        assertEquals("", check.code(), check.toString());
        trial =
                trial.map(
                        one ->
                                new Trial(
                                        candidate, added, one.authority(), Optional.of(plan.id())));
        round();
        assertEquals(new Receipt.Status.Applied(), node.order(new Says.Approve(plan.id())));
        return Optional.empty();
    }

    /** Builds the JAR, and takes from it what goes onto the chain. */
    private Artifact delivered(Faulty candidate) {
        Path jar = jars.resolve("candidate.jar");
        Compiled.jar(candidate.files(), jar);
        try {
            return switch (Packager.pack(Files.readAllBytes(jar))) {
                case Packing.Packed packed -> packed.artifact();
                case Packing.Rejected rejected -> {
                    assertInstanceOf(
                            Faulty.End.NotAdmitted.class, candidate.end(), rejected.explanation());
                    try (JarFile forged = new JarFile(jar.toFile())) {
                        yield new Artifact(Compiled.files(forged));
                    }
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A round of traffic on both. Then they are compared, block by block. */
    void round() {
        List<Ordinary.Sent> both = new ArrayList<>(Ordinary.block(number));
        List<Ordinary.Sent> own = new ArrayList<>();
        Phase phase = status().map(PlanStatus::phase).orElse(Phase.VOTING);
        Faulty.Traffic traffic =
                trial.map(one -> one.candidate().traffic()).orElse(Faulty.Traffic.ORDINARY);
        if (traffic == Faulty.Traffic.MANY_NOTES) {
            both.addAll(Ordinary.manyNotes(number, phase));
        }
        if (traffic == Faulty.Traffic.NEW_FORMS && phase.hasTwoWorlds()) {
            own.addAll(Ordinary.newForms(number));
        }
        number++;
        pair.send(both, own, watched());
        awaitFollower();
        compare();
    }

    /** So that blocks do not run away from what works beside them. */
    private void awaitFollower() {
        for (int i = 0; i < MOST_POLLS; i++) {
            Optional<PlanStatus> status = status();
            if (status.isEmpty() || isCaughtUp(status.get())) {
                return;
            }
            try {
                Thread.sleep(POLL_MILLIS); // nothing on the chain says where a follower is
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        throw new AssertionError("the follower does not come: " + status().orElseThrow().json());
    }

    private boolean isCaughtUp(PlanStatus status) {
        JsonNode follower = status.json().path("follower");
        String state = follower.path("state").asText("");
        if (state.equals("TRIPPED") || state.equals("FAILED")) {
            return true;
        }
        return switch (status.phase()) {
            case READY -> state.equals("READY");
            case BACKFILL, SHADOW ->
                    state.equals("FOLLOWING") && follower.path("height").asLong() >= node.height();
            case VOTING, CANARY, PROBATION, FINAL, ROLLED_BACK -> true;
        };
    }

    private void compare() {
        long height = node.height();
        NodeAndTwin.Watched now = watched();
        pair.compareRoots(height, now);
        pair.compareImages(height, now);
        now.status()
                .map(PlanStatus::phase)
                .filter(phase -> story.isEmpty() || !story.getLast().endsWith(phase.toString()))
                .ifPresent(phase -> story.add(height + " " + phase));
    }

    private NodeAndTwin.Watched watched() {
        return trial.map(one -> new NodeAndTwin.Watched(status(), one.added(), story))
                .orElse(NodeAndTwin.Watched.NOTHING);
    }

    /** Rounds until the plan ended, at most so many. */
    PlanStatus run(int most) {
        PlanStatus status = status().orElseThrow();
        for (int i = 0; i < most && !status.phase().ended(); i++) {
            if (status.phase() == Phase.PROBATION && isPatient() && i % QUIET_ROUNDS != 0) {
                quietRound();
            } else {
                round();
            }
            status = status().orElseThrow();
        }
        return status;
    }

    /** Whether its last window is a long one. */
    boolean isPatient() {
        return status().orElseThrow().plan().schedule().probation().blocks() > ROUNDS;
    }

    /** A block with little in it, where only time has to pass. */
    private void quietRound() {
        Ordinary.Sent little = Ordinary.Sent.of("zed", Says.transfer("zed", "holder1", 1));
        pair.send(List.of(little), List.of(), watched());
        long height = node.height();
        pair.compareRoots(height, watched());
    }

    /** Where the plan stands. */
    Optional<PlanStatus> status() {
        return trial.flatMap(Trial::plan).map(node::plan);
    }

    /** The phase that the plan was in before it ended, as the chain announced it. */
    Phase last() {
        Hash id = trial.flatMap(Trial::plan).orElseThrow();
        Phase before = Phase.VOTING;
        while (true) {
            JsonNode body = node.nextPhase();
            if (!body.path("plan").asText().equals(id.toString())) {
                continue;
            }
            Phase phase = Phase.valueOf(body.path("phase").asText());
            if (phase.ended()) {
                return before;
            }
            before = phase;
        }
    }

    /** Ends what has not ended, and shows that nothing is left of it. */
    void close(Faulty candidate) {
        Optional<PlanStatus> open = status().filter(one -> !one.phase().ended());
        open.ifPresent(
                one ->
                        assertEquals(
                                new Receipt.Status.Applied(), node.order(new Says.Stop(one.id()))));
        round();
        round();
        assertEquals(
                trial.orElseThrow().authority(),
                node.roots(AUTHORITY, node.height()),
                () -> "modules, validators and parameters after " + candidate);
        trial = Optional.empty();
    }

    @Override
    public void close() {
        pair.close();
    }
}
