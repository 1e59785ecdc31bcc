package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import theseus.kernel.Script.Op;
import theseus.kernel.spi.ModuleRuntime;
import theseus.protocol.Artifact;
import theseus.protocol.Probes;
import theseus.sdk.Bytes;

/** All probes of an artifact together have so much gas, whatever they use it for. */
final class ProbeGasTest {
    private static final long THIRD = Probes.MAX_GAS / 3 + 1;

    private static List<ProbeRun.Probed> run(Script genesis, Probes.Step... steps) {
        ScriptModule module = ScriptModule.plain();
        List<Probes.Probe> probes =
                List.of("one", "two", "three", "four").stream()
                        .map(name -> new Probes.Probe(name, genesis.document(), List.of(steps)))
                        .toList();
        TreeMap<String, Bytes> entries = new TreeMap<>(module.artifact().entries());
        entries.put(Artifact.PROBES, new Probes(probes).encode());
        return ProbeRun.of(
                _ -> new ModuleRuntime.Admission.Admitted(module.descriptor(), module::open),
                new Artifact(entries));
    }

    private static Probes.Step pass() {
        return new Probes.Step.Pass(1);
    }

    @Test
    void whatAGenesisUsesCounts() {
        List<ProbeRun.Probed> probed = run(Script.of(new Op.Burn(THIRD)), pass());
        assertEquals(Optional.empty(), probed.get(1).failure());
        assertTrue(probed.get(2).failure().orElseThrow().contains("step 1: the probes together"));
        assertTrue(probed.get(3).failure().orElseThrow().contains("those before it use more"));
    }

    @Test
    void thoseThatUseLittlePass() {
        assertTrue(
                run(Script.of(new Op.Burn(1_000)), pass()).stream()
                        .allMatch(one -> one.failure().isEmpty()));
    }
}
