package theseus.trials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import theseus.kernel.PlanRecord;
import theseus.protocol.Artifact;
import theseus.protocol.Evidence;
import theseus.protocol.Gate;
import theseus.protocol.Phase;

/**
 * Candidates that are wrong, each in its own way: not admitted, not opened, or rolled back, and
 * nothing that was not declared is ever committed. The one that is right goes all the way.
 */
final class FaultyCandidatesTest {
    private static final int MOST_BLOCKS = 90;
    private static final int PATIENT_BLOCKS = 640;

    static List<Faulty> misbehaving() {
        return FaultyCandidates.misbehaving();
    }

    static List<Faulty> different() {
        return FaultyCandidates.different();
    }

    static List<Faulty> carrying() {
        return FaultyCandidates.carrying();
    }

    static List<Faulty> notOpened() {
        return FaultyPlans.notOpened();
    }

    static List<Faulty> notAdmitted() {
        return FaultyCandidates.notAdmitted();
    }

    @Test
    void whatIsRightBecomesFinal() {
        try (Course course = new Course(Faulty.Traffic.NEW_FORMS)) {
            assertEquals(Optional.empty(), open(course, FaultyCandidates.BENIGN));
            PlanRecord record = course.run(MOST_BLOCKS);
            assertEquals(Phase.FINAL, record.phase(), () -> course.story + " " + record);
            assertEquals(
                    Compiled.packed(FaultyCandidates.BENIGN.source()).artifact().hash(),
                    course.rig.inForce(Says.LEDGER));
        }
    }

    @ParameterizedTest
    @MethodSource
    void misbehaving(Faulty candidate) {
        rollsBack(candidate);
    }

    @ParameterizedTest
    @MethodSource
    void different(Faulty candidate) {
        rollsBack(candidate);
    }

    @ParameterizedTest
    @MethodSource
    void carrying(Faulty candidate) {
        rollsBack(candidate);
    }

    @ParameterizedTest
    @MethodSource
    void notOpened(Faulty candidate) {
        try (Course course = new Course(candidate.traffic())) {
            assertEquals(
                    Optional.of(((Faulty.End.NotOpened) candidate.end()).code()),
                    open(course, candidate));
            course.block();
        }
    }

    /** Made by hand, since no packager makes them: the code of one, the descriptor of another. */
    @ParameterizedTest
    @MethodSource
    void notAdmitted(Faulty candidate) {
        try (Course course = new Course(candidate.traffic())) {
            assertEquals(Optional.empty(), open(course, candidate));
            PlanRecord record = course.run(MOST_BLOCKS);
            assertEquals(Optional.of(Gate.TRIPPED), record.gate(), course.story::toString);
            assertEquals(Phase.READY, course.last());
        }
    }

    /** Statistical gates hold: it waits, and what counts is what the version in force does. */
    private static void isHeld(Faulty candidate, Phase phase) {
        try (Course course = new Course(candidate.traffic())) {
            assertEquals(Optional.empty(), open(course, candidate));
            for (int i = 0; i < 60; i++) {
                course.block();
            }
            assertEquals(phase, course.phase(), course.story::toString);
            String held = course.record().held();
            assertTrue(
                    held.contains("gas") || held.contains("too large") || phase == Phase.PROBATION,
                    held);
        }
    }

    private static void rollsBack(Faulty candidate) {
        if (candidate.end() instanceof Faulty.End.Held(Phase phase)) {
            isHeld(candidate, phase);
            return;
        }
        Faulty.End.RolledBack expected = (Faulty.End.RolledBack) candidate.end();
        try (Course course = new Course(candidate.traffic())) {
            assertEquals(Optional.empty(), open(course, candidate));
            boolean patient = candidate.name().contains("five hundred");
            PlanRecord record = course.run(patient ? PATIENT_BLOCKS : MOST_BLOCKS);
            assertEquals(
                    Phase.ROLLED_BACK, record.phase(), () -> course.story + " " + record.held());
            Evidence evidence = record.ended().orElseThrow();
            assertTrue(
                    expected.gates().contains(evidence.gate())
                            && expected.phases().contains(course.last()),
                    () -> course.story + " " + evidence);
            for (int i = 0; i < 3; i++) {
                course.block();
            }
        }
    }

    private static Optional<String> open(Course course, Faulty candidate) {
        Artifact artifact = candidate.artifact();
        return course.open(
                artifact,
                candidate.plan(
                        course.rig.chain,
                        course.rig.inForce(Says.LEDGER),
                        artifact.hash(),
                        Plans.schedule()));
    }

    @Test
    void thereAreMoreThanThirty() {
        List<Faulty> all = FaultyCandidates.all();
        assertTrue(all.size() > 50, all.size() + " candidates");
        assertEquals(all.size(), all.stream().map(Faulty::name).distinct().count());
    }
}
