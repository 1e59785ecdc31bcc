package theseus.cli;

import java.util.List;
import theseus.assessment.Finding;
import theseus.assessment.Severity;
import theseus.protocol.Artifact;
import theseus.protocol.Descriptor;
import theseus.testkit.LensCheck;
import theseus.testkit.LensReport;

/** Whether the lenses of a candidate keep their laws, over records that are made up. */
final class LensFindings {
    /** The same records each time, so that a report is the same each time. */
    private static final long SEED = 1;

    private static final int SAMPLES = 300;
    private static final int KEY_BYTES = 256;
    private static final int VALUE_BYTES = 8 * 1024;
    private static final int FAMILY_RECORDS = 32;

    private LensFindings() {}

    static List<Finding> of(Artifact candidate, Artifact before) {
        Descriptor descriptor = candidate.descriptor().orElseThrow();
        Descriptor old = before.descriptor().orElseThrow();
        boolean any =
                descriptor.lenses().stream()
                        .anyMatch(
                                lens ->
                                        old.tables().stream()
                                                .anyMatch(
                                                        t ->
                                                                t.name().equals(lens.table())
                                                                        && t.schema()
                                                                                == lens
                                                                                        .fromSchema()));
        if (!any) {
            return List.of();
        }
        try {
            return LensCheck.of(candidate)
                    .after(before)
                    .seed(SEED)
                    .samples(SAMPLES)
                    .largest(KEY_BYTES, VALUE_BYTES)
                    .largestFamily(FAMILY_RECORDS)
                    .run()
                    .stream()
                    .map(LensFindings::lawful)
                    .toList();
        } catch (AssertionError broken) {
            String text = String.valueOf(broken.getMessage());
            return List.of(
                    new Finding(
                            Severity.ERROR,
                            "LENS_LAW",
                            "lens",
                            text.strip(),
                            "every record in it",
                            "mend it, and put LensCheck into the module's tests"));
        }
    }

    private static Finding lawful(LensReport report) {
        return new Finding(
                report.isReversible() ? Severity.NOTE : Severity.WARNING,
                report.isReversible() ? "LENS_LAWFUL" : "LENS_NOT_TOTAL",
                report.lens(),
                report.isReversible()
                        ? "keeps its laws over %d made-up records"
                                .formatted(report.up() + report.is() + report.absent())
                        : "%d of %d made-up newer records have no image in the version before"
                                .formatted(
                                        report.refused(),
                                        report.is() + report.absent() + report.refused()),
                report.isReversible() ? "" : "whoever wants a way back",
                report.isReversible() ? "" : "answer is or absent, or plan it as irreversible");
    }
}
