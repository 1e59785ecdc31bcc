package theseus.assessment;

import java.util.List;
import theseus.assessment.Rehearsed.Divergence;
import theseus.assessment.Rehearsed.Mode;
import theseus.assessment.Rehearsed.Side;
import theseus.protocol.Gate;

/** The first differences of a rehearsal, what each world made of it side by side. */
final class ReportSides {
    private final Html html;

    ReportSides(Html html) {
        this.html = html;
    }

    void write(Rehearsed seen) {
        if (seen.divergences().isEmpty()) {
            html.element("p", "There were none.");
            return;
        }
        html.element(
                "p",
                "The left side is what your chain did with a transaction of the past; the right side"
                        + " is what it would have done with the new version. After one difference on"
                        + " its own state others may follow from it.");
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
        html.around(
                "div",
                () -> {
                    html.element("strong", one.what());
                    html.element("span", "in block " + Html.grouped(one.height()));
                    if (one.mode() == Mode.FREE) {
                        html.element("span", "on its own state");
                    }
                    html.element(
                            one.gate().isPresent()
                                    ? "span class=\"tag STOP\""
                                    : "span class=\"tag MODERATE\"",
                            one.gate().map(ReportSides::words).orElse("meant, and declared"));
                });
        if (!one.explanation().isEmpty()) {
            html.element("p", one.explanation());
        }
        html.element("div class=\"sub hash\"", "transaction " + one.submission());
    }

    /** What a gate that is hit first means to who reads no code. */
    private static String words(Gate gate) {
        return gate == Gate.UNDECLARED_DIFFERENCE
                ? "different, and nobody said so"
                : "the chain would stop it: "
                        + gate.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
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
