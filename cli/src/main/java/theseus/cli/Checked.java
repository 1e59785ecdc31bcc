package theseus.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import theseus.assessment.DescriptorChanges;
import theseus.assessment.Finding;
import theseus.assessment.Severity;
import theseus.assessment.VersionStep;

/**
 * A candidate compared with what it would replace.
 *
 * @param needed the version step that its changes call for
 */
record Checked(Baseline baseline, VersionStep needed, List<Finding> findings) {
    Checked {
        findings = List.copyOf(findings);
    }

    static Checked of(ModuleFile candidate, Baseline baseline) {
        List<Finding> findings = new ArrayList<>();
        if (baseline.hash().equals(candidate.artifact().hash())) {
            findings.add(
                    new Finding(
                            Severity.NOTE,
                            "SAME_ARTIFACT",
                            candidate.descriptor().module(),
                            "is the very code that it is compared with",
                            "",
                            ""));
            return new Checked(baseline, VersionStep.NONE, findings);
        }
        DescriptorChanges changes =
                DescriptorChanges.between(baseline.descriptor(), candidate.descriptor());
        findings.addAll(changes.findings());
        if (findings.stream().noneMatch(one -> one.severity() == Severity.ERROR)) {
            findings.addAll(LensFindings.of(candidate.artifact(), baseline.artifact()));
            findings.addAll(LensBounds.of(candidate.descriptor(), baseline.descriptor()));
        }
        baseline.chain()
                .ifPresent(
                        chain -> findings.addAll(ChainFit.findings(chain, candidate.descriptor())));
        return new Checked(baseline, changes.needed(), findings);
    }

    Map<String, Object> describe() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("what", baseline.label());
        document.put("version", baseline.descriptor().version());
        document.put("artifact", baseline.hash().toString());
        baseline.chain()
                .ifPresent(
                        chain -> {
                            document.put("instance", chain.instance());
                            document.put("chain", chain.deployment().chain().toString());
                            document.put(
                                    "dependents",
                                    List.copyOf(
                                            ChainFit.dependents(
                                                            chain.deployment(), chain.instance())
                                                    .keySet()));
                        });
        document.put("step", needed.name());
        document.put("leastVersion", needed.after(baseline.descriptor().version()));
        return document;
    }
}
