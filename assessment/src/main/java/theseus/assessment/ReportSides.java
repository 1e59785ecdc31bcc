package theseus.assessment;

import java.util.List;
import theseus.assessment.Rehearsed.Divergence;
import theseus.assessment.Rehearsed.Mode;
import theseus.assessment.Rehearsed.Side;

/** The first differences of a rehearsal, what each world made of it side by side. */
final class ReportSides {
    private final Html html;

    ReportSides(Html html) {
        this.html = html;
    }

    void write(Rehearsed seen) {
        if (seen.divergences().isEmpty()) {
            html.element("p", "There were none.");
        }
        seen.divergences().forEach(this::divergence);
    }

    private void divergence(Divergence one) {
        html.around(
                "article class=\"divergence\"",
                () -> {
                    html.around("header", () -> heading(one));
                    if (!one.differences().isEmpty()) {
                        html.list("ul class=\"differences\"", one.differences());
                    }
                    html.around(
                            "div class=\"sides\"",
                            () -> {
                                side("in force", one.old());
                                side("candidate", one.candidate());
                            });
                });
    }

    private void heading(Divergence one) {
        html.raw("<strong>").text(one.what()).raw("</strong> ");
        html.text("in block " + Html.grouped(one.height()));
        html.text(one.mode() == Mode.FREE ? ", on its own state: " : ": ");
        one.gate()
                .ifPresentOrElse(
                        gate -> html.raw("<span class=\"STOP\">").text(gate).raw("</span>"),
                        () -> html.raw("<span class=\"MODERATE\">declared</span>"));
        if (!one.explanation().isEmpty()) {
            html.element("p", one.explanation());
        }
        html.element("p class=\"sub hash\"", one.submission());
    }

    private void side(String title, Side side) {
        html.around(
                "div",
                () -> {
                    html.element("h4", title);
                    html.element("p", side.result() + ", " + Html.grouped(side.gasUsed()) + " gas");
                    lines("events", side.events());
                    lines("records", side.changes());
                });
    }

    private void lines(String title, List<String> lines) {
        html.element("h4", lines.isEmpty() ? "no " + title : title);
        if (!lines.isEmpty()) {
            html.list("ul", lines);
        }
    }
}
