package theseus.trials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import theseus.runtime.Packing;

/** What the packager says of the modules of the trials. */
final class SourcesTest {
    @ParameterizedTest
    @ValueSource(strings = {"ledger-1", "ledger-2", "shop-1", "council-1"})
    void isAdmissible(String name) {
        var packed = Compiled.packed(Compiled.source(name));
        assertEquals(name.substring(0, name.indexOf('-')), packed.descriptor().module());
    }

    static List<Faulty> packaged() {
        List<Faulty> all = new ArrayList<>(FaultyCandidates.misbehaving());
        all.addAll(FaultyCandidates.different());
        all.addAll(FaultyCandidates.carrying());
        all.addAll(FaultyPlans.notOpened());
        return all;
    }

    /** Nothing that the packager could see: what is wrong with them shows later. */
    @ParameterizedTest
    @MethodSource("packaged")
    void aFaultThatIsNotInTheFormOfTheCodeIsPackaged(Faulty candidate) {
        Compiled.packed(candidate.source());
    }

    static List<Faulty> notAdmitted() {
        return FaultyCandidates.notAdmitted();
    }

    @ParameterizedTest
    @MethodSource
    void notAdmitted(Faulty candidate) {
        var rejected = assertInstanceOf(Packing.Rejected.class, Compiled.pack(candidate.source()));
        String wanted = ((Faulty.End.NotAdmitted) candidate.end()).explanation();
        assertTrue(rejected.explanation().contains(wanted), rejected.explanation());
    }
}
