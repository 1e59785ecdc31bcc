package theseus.assessment;

import java.util.List;
import theseus.assessment.BarChart.Segment;
import theseus.assessment.Measured.MessageTime;
import theseus.assessment.Rehearsed.MessageResult;
import theseus.assessment.Rehearsed.Sample;
import theseus.protocol.Plan;

/** The parts of a report that are figures, as pictures with the figures beside them. */
final class ReportCharts {
    private final Measured measured;
    private final Rehearsed seen;
    private final Html html;

    ReportCharts(Report report, Html html) {
        this.measured = report.measured();
        this.seen = report.assessment().rehearsed();
        this.html = html;
    }

    void coverage() {
        Sample sample = seen.sample();
        html.element(
                "p",
                "Blocks %s to %s of this chain. Each transaction that ran in the instance was run by"
                                .formatted(
                                        Html.grouped(sample.fromHeight() + 1),
                                        Html.grouped(sample.toHeight()))
                        + " both versions, and their results, events and records compared.");
        long rest = Math.max(0, sample.transactions() - sample.touched());
        BarChart share =
                new BarChart("Share of recent transactions that the upgrade touches")
                        .shares(
                                "recent transactions",
                                List.of(
                                        new Segment("new", sample.touched()),
                                        new Segment("rest", rest)),
                                percent(sample.touched(), sample.transactions()) + " touched");
        figure(
                share.draw(0),
                key("new", "touched")
                        + key("rest", "others")
                        + ": "
                        + Html.grouped(sample.transactions())
                        + " in all");
        if (seen.messages().isEmpty()) {
            html.element("p", "No transaction in these blocks ran in the instance.");
            return;
        }
        BarChart chart = new BarChart("How often the two versions agreed, by message");
        for (MessageResult result : seen.messages()) {
            chart.shares(
                    name(result.message()),
                    List.of(
                            new Segment("equal", result.equal()),
                            new Segment("declared", result.declared()),
                            new Segment("undeclared", result.undeclared())),
                    Html.grouped(result.compared()) + " compared");
        }
        figure(
                chart.draw(0),
                key("equal", "alike")
                        + key("declared", "different as declared")
                        + key("undeclared", "different otherwise"));
        html.table(
                List.of(
                        "message",
                        "#alike",
                        "#declared",
                        "#undeclared",
                        "#refused before",
                        "#refused now",
                        "#distinct keys"),
                seen.messages(),
                result ->
                        html.cell(name(result.message()))
                                .cell(result.equal())
                                .cell(result.declared())
                                .cell(result.undeclared())
                                .cell(result.refusedOld())
                                .cell(result.refusedCandidate())
                                .cell(result.keys()));
    }

    void costs() {
        if (seen.messages().isEmpty()) {
            html.element("p", "Nothing was compared.");
            return;
        }
        BarChart chart = new BarChart("Mean gas of a transaction, by message");
        long most = 1;
        for (MessageResult result : seen.messages()) {
            long old = mean(result.oldGas(), result.compared());
            long now = mean(result.candidateGas(), result.compared());
            most = Math.max(most, Math.max(old, now));
            chart.bars(
                    name(result.message()),
                    List.of(new Segment("old", old), new Segment("new", now)),
                    List.of(
                            Html.grouped(old),
                            "%s (%d %%)".formatted(Html.grouped(now), result.gasPercent())));
        }
        figure(
                chart.draw(most),
                key("old", "in force") + key("new", "candidate") + ": mean gas of a transaction");
        times();
    }

    private void times() {
        if (!measured.messages().isEmpty()) {
            BarChart chart = new BarChart("Mean time of a transaction, by message");
            long most = 1;
            for (MessageTime time : measured.messages()) {
                most = Math.max(most, Math.max(time.oldMicros(), time.candidateMicros()));
                chart.bars(
                        name(time.message()),
                        List.of(
                                new Segment("old", time.oldMicros()),
                                new Segment("new", time.candidateMicros())),
                        List.of(micros(time.oldMicros()), micros(time.candidateMicros())));
            }
            figure(
                    chart.draw(most),
                    key("old", "in force")
                            + key("new", "candidate")
                            + ": mean time, on the machine that rehearsed");
        }
        html.element(
                "p class=\"soft\"",
                "On that machine: migration %s, replay of the blocks %s, comparing %s, on its own state %s."
                        .formatted(
                                millis(measured.migrationMillis()),
                                millis(measured.replayMillis()),
                                millis(measured.comparingMillis()),
                                millis(measured.freeMillis())));
    }

    private void figure(String picture, String caption) {
        html.around(
                "figure",
                () -> html.raw(picture).raw("<figcaption>" + caption + "</figcaption>\n"));
    }

    private static String key(String kind, String text) {
        return "<span class=\"key k-" + kind + "\"></span>" + Html.escape(text);
    }

    private static String percent(long part, long all) {
        return all == 0 ? "0 %" : (part * 1000 / all) / 10 + "." + (part * 1000 / all) % 10 + " %";
    }

    private static long mean(long sum, long count) {
        return count == 0 ? 0 : sum / count;
    }

    private static String micros(long micros) {
        return Html.grouped(micros) + " µs";
    }

    private static String millis(long millis) {
        return Html.grouped(millis) + " ms";
    }

    static String name(Plan.MessageName message) {
        return message.instance() + "." + message.message();
    }
}
