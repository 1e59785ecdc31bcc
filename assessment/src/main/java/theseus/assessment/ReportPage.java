package theseus.assessment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import theseus.assessment.Rehearsed.FreeRun;
import theseus.assessment.Rehearsed.Reversal;
import theseus.assessment.Rehearsed.Sample;
import theseus.assessment.Rehearsed.Subject;
import theseus.assessment.Risk.Level;

/**
 * A risk report as one HTML page that needs nothing else: no script, no font, no picture from
 * elsewhere, and none that runs. Dark where the reader's system is.
 */
public final class ReportPage {
    /** Those that are worth a way from the top. */
    private static final List<String> SECTIONS =
            List.of(
                    "Why this level",
                    "What was rehearsed",
                    "First differences, side by side",
                    "What no sample covered",
                    "The way back",
                    "Who else is concerned");

    private final Report report;
    private final Rehearsed seen;
    private final Html html = new Html();

    private ReportPage(Report report) {
        this.report = report;
        this.seen = report.assessment().rehearsed();
    }

    public static String of(Report report) {
        return new ReportPage(report).build();
    }

    private String build() {
        Subject subject = seen.subject();
        String title =
                "%s %s → %s"
                        .formatted(subject.module(), subject.fromVersion(), subject.toVersion());
        html.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.raw("<meta http-equiv=\"Content-Security-Policy\"");
        html.raw(" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
        html.element("title", "Risk report: " + title);
        html.raw("<style>\n").raw(style()).raw("</style>\n</head>\n<body>\n");
        html.around("header", () -> heading(title));
        html.around("main", this::sections);
        html.around("footer", this::footer);
        return html.raw("</body>\n</html>\n").build();
    }

    private void heading(String title) {
        Subject subject = seen.subject();
        html.element("p class=\"sub\"", "Risk report of an upgrade");
        html.element("h1", title);
        html.element(
                "p class=\"sub\"",
                "instance %s of the chain %s".formatted(subject.instance(), subject.chainName()));
        Level level = report.assessment().risk().level();
        html.around(
                "div class=\"verdict\"",
                () -> {
                    html.element("span class=\"badge " + level + "\"", level);
                    html.element("span", meaning(level));
                });
        html.element("p class=\"lead\"", lead());
        figures();
        html.around("nav", () -> SECTIONS.forEach(this::link));
    }

    private void link(String title) {
        html.raw("<a href=\"#" + anchor(title) + "\">").text(title).raw("</a>\n");
    }

    private static String anchor(String title) {
        return title.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z]+", "-");
    }

    /** What was done, in two sentences for who votes. */
    private String lead() {
        Subject subject = seen.subject();
        return "You are asked whether %s %s may take the place of %s on this chain. To see what would change, the last %s blocks were run once more, by both versions; no node was changed."
                .formatted(
                        subject.module(),
                        subject.toVersion(),
                        subject.fromVersion(),
                        Html.grouped(seen.sample().blocks()));
    }

    private static String meaning(Level level) {
        return switch (level) {
            case LOW -> "Nothing seen that speaks against it.";
            case MODERATE -> "It can go ahead once the reasons below are understood.";
            case HIGH -> "It should go ahead only with a plan for what is said below.";
            case STOP -> "As it is, the chain would refuse it or roll it back.";
        };
    }

    private void figures() {
        Sample sample = seen.sample();
        long declared = seen.messages().stream().mapToLong(m -> m.declared()).sum();
        long undeclared = seen.messages().stream().mapToLong(m -> m.undeclared()).sum();
        long records = seen.tables().stream().mapToLong(t -> t.records()).sum();
        html.around(
                "dl class=\"figures\"",
                () -> {
                    figure("blocks rehearsed", Html.grouped(sample.blocks()));
                    figure("transactions touched", Html.grouped(sample.touched()));
                    figure("undeclared differences", Html.grouped(undeclared));
                    figure("declared differences", Html.grouped(declared));
                    figure("records migrated", Html.grouped(records));
                    figure("way back", seen.reversal().reversible() ? "yes" : "no");
                });
    }

    private void figure(String name, String value) {
        html.around("div", () -> html.element("dt", name).element("dd", value));
    }

    private void sections() {
        section("Why this level", this::reasons);
        ReportCharts charts = new ReportCharts(report, html);
        section("What was rehearsed", charts::coverage);
        section("What it costs", charts::costs);
        section("First differences, side by side", () -> new ReportSides(html).write(seen));
        section("On its own state", this::free);
        section("What no sample covered", this::uncovered);
        ReportTables tables = new ReportTables(seen, html);
        section("Migration", tables::migration);
        section("The way back", this::reversal);
        section("Who else is concerned", tables::dependents);
        section("Invariants", tables::invariants);
        section("Differences that are meant", tables::declarations);
        section("Findings of the check", tables::findings);
    }

    private void section(String title, Runnable body) {
        html.around(
                "section id=\"" + anchor(title) + "\"",
                () -> {
                    html.element("h2", title);
                    body.run();
                });
    }

    private void reasons() {
        List<Risk.Reason> reasons = report.assessment().risk().reasons();
        if (reasons.isEmpty()) {
            html.element("p", "No rule speaks against it.");
            return;
        }
        html.around(
                "ul class=\"reasons\"",
                () ->
                        reasons.forEach(
                                reason ->
                                        html.around(
                                                "li",
                                                () ->
                                                        html.element(
                                                                        "b class=\""
                                                                                + reason.level()
                                                                                + "\"",
                                                                        reason.level())
                                                                .element(
                                                                        "span",
                                                                        reason.sentence()))));
    }

    private void free() {
        FreeRun free = seen.free();
        if (!free.why().isEmpty()) {
            html.element("p", "Not run: " + free.why() + ".");
            return;
        }
        html.element(
                "p",
                "While the two are compared, the candidate begins each transaction with what the"
                        + " version in force did so far. Here it ran over the same blocks on what"
                        + " it did itself: %s transactions alike, %s different as declared, %s"
                                .formatted(
                                        Html.grouped(free.equal()),
                                        Html.grouped(free.declared()),
                                        Html.grouped(free.undeclared()))
                        + " different otherwise.");
        if (free.restedBlocks() > 0) {
            html.element(
                    "p",
                    "In %s of the blocks another plan had authority; there the candidate was not"
                                    .formatted(Html.grouped(free.restedBlocks()))
                            + " run alone, and went on from the chain's own state.");
        }
    }

    private void uncovered() {
        if (seen.uncovered().isEmpty()) {
            html.element("p", "Everything the descriptor names occurred in these blocks.");
            return;
        }
        html.element("p", "These did not occur in these blocks, so nothing is known about them:");
        html.table(
                List.of("what", "what that leaves open"),
                seen.uncovered(),
                gap -> html.cell(gap.what()).cell(gap.consequence()));
    }

    private void reversal() {
        Reversal reversal = seen.reversal();
        html.element(
                "p",
                reversal.reversible()
                        ? "Until the plan is final, the version before takes over again from the"
                                + " next block on. A rollback now would put "
                                + Html.grouped(reversal.quarantined())
                                + " records aside that it cannot see; they stay readable."
                        : "Once it is in force there is no way back but a repair forward.");
        if (!reversal.reasons().isEmpty()) {
            html.list("ul", reversal.reasons());
        }
    }

    private void footer() {
        Subject subject = seen.subject();
        html.element("h2", "What this report is about");
        html.table(
                List.of("", ""),
                List.of(
                        List.of("report", report.assessment().hash().toString()),
                        List.of("chain", subject.chain().toString()),
                        List.of("in force", subject.from().toString()),
                        List.of("candidate", subject.to().toString()),
                        List.of("state reached", seen.sample().stateRoot().toString())),
                row ->
                        html.cell(row.getFirst())
                                .raw("<td class=\"hash\">")
                                .text(row.getLast())
                                .raw("</td>"));
        html.element(
                "p class=\"soft\"",
                "The first hash is what a plan names. It covers everything here but the times, which"
                        + " another machine would measure differently. To compute it again from the"
                        + " JSON file: theseus module report FILE.json");
    }

    private static String style() {
        try (InputStream in = ReportPage.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("report.css is missing beside this class");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
