package theseus.trials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import theseus.client.PlanStatus;
import theseus.node.NodeConfig;
import theseus.protocol.Gate;
import theseus.protocol.Phase;

/**
 * The same candidates as in {@link FaultyCandidatesTest}, each a built JAR that is staged,
 * proposed, approved and watched through the API of a running node, its engine, follower and
 * statements included. Most of them are tried on one chain, one after the other.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
final class FaultyCandidatesOnANodeTest {
    private static final int MOST_ROUNDS = 60;
    private static final int HELD_ROUNDS = 50;
    private static final int PATIENT_ROUNDS = 640;

    private NodeCourse shared;

    @BeforeAll
    void start(@TempDir Path folder) {
        shared = NodeCourse.start(folder, NodeConfig.StorageKind.ROCKSDB);
    }

    @AfterAll
    void stop() {
        shared.close();
    }

    static Stream<Faulty> onOneChain() {
        return FaultyCandidates.all().stream().filter(one -> !one.needsItsOwnChain());
    }

    /** Two of them take longer than a build should: only with {@code -Dtheseus.long=true}. */
    static Stream<Faulty> onChainsOfTheirOwn() {
        return FaultyCandidates.all().stream()
                .filter(Faulty::needsItsOwnChain)
                .filter(one -> !one.isLong() || Boolean.getBoolean("theseus.long"));
    }

    @ParameterizedTest
    @MethodSource
    void onOneChain(Faulty candidate) {
        isStopped(shared, candidate);
    }

    @ParameterizedTest
    @MethodSource
    void onChainsOfTheirOwn(Faulty candidate, @TempDir Path folder) {
        try (NodeCourse course = NodeCourse.start(folder, NodeConfig.StorageKind.MEMORY)) {
            isStopped(course, candidate);
        }
    }

    @Test
    void whatIsRightBecomesFinal(@TempDir Path folder) {
        try (NodeCourse course = NodeCourse.start(folder, NodeConfig.StorageKind.MEMORY)) {
            Faulty right = FaultyCandidates.BENIGN.with(Faulty.Traffic.NEW_FORMS);
            assertEquals(Optional.empty(), course.open(right));
            PlanStatus status = course.run(MOST_ROUNDS);
            assertEquals(Phase.FINAL, status.phase(), () -> course.story + " " + status.json());
            course.round();
            course.round();
        }
    }

    private static void isStopped(NodeCourse course, Faulty candidate) {
        Optional<String> refused = course.open(candidate);
        switch (candidate.end()) {
            case Faulty.End.NotOpened(String code) -> assertEquals(Optional.of(code), refused);
            case Faulty.End.NotAdmitted _ ->
                    rollsBack(course, refused, List.of(Phase.READY), List.of(Gate.TRIPPED));
            case Faulty.End.RolledBack(List<Phase> phases, List<Gate> gates) ->
                    rollsBack(course, refused, phases, gates);
            case Faulty.End.Held(Phase phase) -> {
                assertEquals(Optional.empty(), refused);
                PlanStatus status = course.run(HELD_ROUNDS);
                assertEquals(phase, status.phase(), () -> course.story + " " + status.json());
                assertTrue(
                        status.held().contains("gas")
                                || status.held().contains("too large")
                                || phase == Phase.PROBATION,
                        status.held());
            }
            case Faulty.End.Final() -> throw new AssertionError(candidate + " is not faulty");
        }
        course.close(candidate);
    }

    private static void rollsBack(
            NodeCourse course, Optional<String> refused, List<Phase> phases, List<Gate> gates) {
        assertEquals(Optional.empty(), refused);
        boolean patient = course.isPatient();
        PlanStatus status = course.run(patient ? PATIENT_ROUNDS : MOST_ROUNDS);
        assertEquals(Phase.ROLLED_BACK, status.phase(), () -> course.story + " " + status.json());
        Phase last = course.last();
        assertTrue(
                gates.contains(status.gate().orElseThrow()) && phases.contains(last),
                () -> last + " " + course.story + " " + status.evidence());
    }
}
