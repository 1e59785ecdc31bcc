package theseus.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.assessment.Finding;
import theseus.assessment.Severity;
import theseus.kernel.ProbeRun;
import theseus.kernel.ProbeRun.Probed;
import theseus.protocol.Artifact;
import theseus.runtime.BytecodeRuntime;

/** What became of the probes that a candidate ships. */
final class ProbeFindings {
    private final List<Probed> probed;

    private ProbeFindings(List<Probed> probed) {
        this.probed = probed;
    }

    /** Runs them, as nodes do before they are ready. */
    static ProbeFindings of(Artifact artifact) {
        return new ProbeFindings(ProbeRun.of(new BytecodeRuntime(), artifact));
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (Probed one : probed) {
            one.failure()
                    .ifPresent(
                            why ->
                                    findings.add(
                                            new Finding(
                                                    Severity.ERROR,
                                                    "PROBE_FAILED",
                                                    "probe '" + one.name() + "'",
                                                    why,
                                                    "every node: it would not be ready for this"
                                                            + " code, and stop the plan",
                                                    "mend the module, or the probe")));
        }
        if (findings.isEmpty() && !probed.isEmpty()) {
            findings.add(
                    new Finding(
                            Severity.NOTE,
                            "PROBES_PASSED",
                            "probes",
                            "%d of them, each as it says; they send %s"
                                    .formatted(
                                            probed.size(), String.join(", ", covered().keySet())),
                            "",
                            ""));
        }
        return findings;
    }

    /** How many probes that passed send each message type. */
    SortedMap<String, Integer> covered() {
        SortedMap<String, Integer> covered = new TreeMap<>();
        for (Probed one : probed) {
            if (one.failure().isEmpty()) {
                one.messages().forEach(message -> covered.merge(message, 1, Integer::sum));
            }
        }
        return covered;
    }
}
