package theseus.assessment;

import java.util.List;

/** The parts of a report that are tables. */
final class ReportTables {
    private final Rehearsed seen;
    private final Html html;

    ReportTables(Rehearsed seen, Html html) {
        this.seen = seen;
        this.html = html;
    }

    void migration() {
        if (seen.tables().isEmpty()) {
            html.element("p", "No table changes: both versions share the same records.");
            return;
        }
        html.table(
                List.of("new table", "#schema", "filled from", "#records", "#bytes", "#hidden"),
                seen.tables(),
                table ->
                        html.cell(table.table())
                                .cell(table.schema())
                                .cell(table.from().isEmpty() ? "–" : table.from())
                                .cell(table.records())
                                .cell(table.sizeBytes())
                                .cell(table.hidden()));
        html.element(
                "p class=\"soft\"",
                "Hidden: records that the version before must not see, at the end of the run on the"
                        + " candidate's own state.");
    }

    void dependents() {
        if (seen.dependents().isEmpty()) {
            html.element("p", "No other instance calls it, and it calls none.");
            return;
        }
        html.table(
                List.of("instance", "interface", "direction", "#calls in the sample"),
                seen.dependents(),
                one ->
                        html.cell(one.instance())
                                .cell(one.interfaceName())
                                .cell(one.dependsOnIt() ? "calls it" : "is called by it")
                                .cell(one.calls()));
    }

    void invariants() {
        if (seen.invariants().isEmpty()) {
            html.element("p", "The candidate declares none.");
            return;
        }
        html.table(
                List.of("invariant", "kind", "held", ""),
                seen.invariants(),
                one ->
                        html.cell(one.name())
                                .cell(one.kind())
                                .cell(one.held() ? "yes" : "no")
                                .cell(one.detail()));
    }

    void declarations() {
        if (seen.declarations().isEmpty()) {
            html.element("p", "None is declared: any difference would stop the upgrade.");
            return;
        }
        html.table(
                List.of("message", "may differ in", "reason"),
                seen.declarations(),
                one ->
                        html.cell(ReportCharts.name(one.message()))
                                .cell(
                                        one.respect().name().toLowerCase(java.util.Locale.ROOT)
                                                + " "
                                                + one.subject())
                                .cell(one.reason()));
    }

    void findings() {
        if (seen.findings().isEmpty()) {
            html.element("p", "None.");
            return;
        }
        html.table(
                List.of("", "code", "where", "what", "concerns", "what to do"),
                seen.findings(),
                one ->
                        html.cell(one.severity().name().toLowerCase(java.util.Locale.ROOT))
                                .cell(one.code())
                                .cell(one.where())
                                .lines(one.what())
                                .cell(one.breaks())
                                .cell(one.todo()));
    }
}
