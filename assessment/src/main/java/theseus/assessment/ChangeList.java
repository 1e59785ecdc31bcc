package theseus.assessment;

import java.util.ArrayList;
import java.util.List;

/** Collects findings, and the version step that they call for. */
final class ChangeList {
    private final List<Finding> findings = new ArrayList<>();
    private VersionStep needed = VersionStep.PATCH;

    void add(
            VersionStep step,
            Severity severity,
            String code,
            String where,
            String what,
            String breaks,
            String todo) {
        needed = needed.or(step);
        findings.add(new Finding(severity, code, where, what, breaks, todo));
    }

    void error(String code, String where, String what, String todo) {
        findings.add(new Finding(Severity.ERROR, code, where, what, "", todo));
    }

    /** Something that others relied on. */
    void breaks(String code, String where, String what, String whom, String todo) {
        add(VersionStep.MAJOR, Severity.WARNING, code, where, what, whom, todo);
    }

    void note(VersionStep step, String code, String where, String what) {
        add(step, Severity.NOTE, code, where, what, "", "");
    }

    /** Notes each of {@code now} that is not in {@code old}. */
    void added(String kind, String code, List<String> old, List<String> now) {
        for (String name : now) {
            if (!old.contains(name)) {
                note(VersionStep.MINOR, code, kind + " " + name, "is new");
            }
        }
    }

    boolean has(String code, String where) {
        return findings.stream()
                .anyMatch(one -> one.code().equals(code) && one.where().equals(where));
    }

    VersionStep needed() {
        return needed;
    }

    DescriptorChanges result() {
        return new DescriptorChanges(needed, findings);
    }
}
