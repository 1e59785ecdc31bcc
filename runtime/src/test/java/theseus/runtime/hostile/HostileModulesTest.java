package theseus.runtime.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.ModuleRuntime.Admission;
import theseus.kernel.spi.ModuleRuntime.Finding;
import theseus.kernel.spi.Outcome;
import theseus.protocol.CborWriter;
import theseus.runtime.BytecodeRuntime;
import theseus.runtime.FakeHost;
import theseus.runtime.Packing;

/**
 * Each module of {@link HostileModules} is brought in as anybody would bring it, and stopped as it
 * says; its twin is let in and answers.
 */
@Timeout(60)
final class HostileModulesTest {
    private static final long GAS = 10_000_000;

    private static final List<Hostile> ALL = HostileModules.all();
    private static final List<SortedMap<String, byte[]>> ATTACKS =
            Frame.compile(ALL.stream().map(Hostile::attack).toList());
    private static final List<SortedMap<String, byte[]>> TWINS =
            Frame.compile(ALL.stream().map(Hostile::twin).toList());

    private final List<Throwable> failures = new ArrayList<>();
    private final BytecodeRuntime runtime = new BytecodeRuntime(failures::add);

    static Stream<Arguments> modules() {
        return IntStream.range(0, ALL.size())
                .mapToObj(i -> Arguments.of(ALL.get(i), ATTACKS.get(i), TWINS.get(i)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("modules")
    void isStopped(Hostile module, SortedMap<String, byte[]> compiled) {
        Admission admission = bring(module.attack(), compiled);
        switch (module.stop()) {
            case Stop.Refused refused -> {
                var rejected = assertInstanceOf(Admission.Rejected.class, admission);
                assertTrue(
                        rejected.findings().stream().anyMatch(one -> says(one, refused)),
                        () -> rejected.findings().toString());
            }
            case Stop.Trapped(var kind) -> {
                var trapped = assertInstanceOf(Outcome.Trapped.class, go(admission));
                assertEquals(kind, trapped.kind(), trapped.reason());
                assertTrue(trapped.gasUsed() <= GAS, "used " + trapped.gasUsed());
                assertEquals(trapped, go(admission), "in another sandbox");
                assertTrue(
                        failures.stream().noneMatch(VirtualMachineError.class::isInstance),
                        failures::toString);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("modules")
    void itsTwinPasses(
            Hostile module,
            SortedMap<String, byte[]> compiled,
            SortedMap<String, byte[]> compiledTwin) {
        assertInstanceOf(Outcome.Returned.class, go(bring(module.twin(), compiledTwin)));
    }

    private Admission bring(Attempt attempt, SortedMap<String, byte[]> compiled) {
        return switch (attempt.packed(compiled)) {
            case Packing.Rejected rejected -> new Admission.Rejected(rejected.findings());
            case Packing.Packed packed -> runtime.admit(packed.artifact());
        };
    }

    private static Outcome go(Admission admission) {
        if (admission instanceof Admission.Rejected rejected) {
            return fail("refused: " + rejected.findings());
        }
        var admitted = (Admission.Admitted) admission;
        var host = new FakeHost(admitted.loader().open(), "sample");
        var body = new CborWriter().arrayHeader(1).integer(1).toBytes();
        return host.invoke(new Invocation.Handle("Go", 1, body), GAS);
    }

    private static boolean says(Finding finding, Stop.Refused refused) {
        String where = finding.className().substring(finding.className().lastIndexOf('.') + 1);
        if (!finding.method().isEmpty()) {
            where += "." + finding.method();
        }
        return where.equals(refused.where()) && finding.problem().contains(refused.problem());
    }
}
