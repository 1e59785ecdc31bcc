package theseus.assessment;

import java.util.ArrayList;
import java.util.List;

/**
 * Horizontal bars, drawn by the page's style alone, so that they fit a narrow screen and are read
 * out as what they say.
 */
final class BarChart {
    private static final long FULL = 10_000;

    /** Part of a bar: the class that colours it, and how much it is. */
    record Segment(String kind, long amount) {}

    private record Bar(List<Segment> segments, String note) {}

    private record Row(String label, List<Bar> bars) {}

    private final String title;
    private final List<Row> rows = new ArrayList<>();

    BarChart(String title) {
        this.title = title;
    }

    /** A row of one bar, whose segments fill it by their shares. */
    BarChart shares(String label, List<Segment> segments, String note) {
        rows.add(new Row(label, List.of(new Bar(segments, note))));
        return this;
    }

    /** A row of bars to be compared with each other and with those of other rows. */
    BarChart bars(String label, List<Segment> bars, List<String> notes) {
        List<Bar> all = new ArrayList<>();
        for (int i = 0; i < bars.size(); i++) {
            all.add(new Bar(List.of(bars.get(i)), notes.get(i)));
        }
        rows.add(new Row(label, all));
        return this;
    }

    /** Draws; bars are as long as their share of {@code whole}, or of their own sum when 0. */
    String draw(long whole) {
        StringBuilder out = new StringBuilder();
        out.append(
                "<div class=\"chart\" role=\"group\" aria-label=\"%s\">\n"
                        .formatted(Html.escape(title)));
        for (Row row : rows) {
            out.append("<div class=\"row\"><div class=\"label\">")
                    .append(Html.escape(row.label()))
                    .append("</div><div class=\"bars\">\n");
            row.bars().forEach(bar -> bar(out, bar, whole));
            out.append("</div></div>\n");
        }
        return out.append("</div>\n").toString();
    }

    private static void bar(StringBuilder out, Bar bar, long whole) {
        long sum = bar.segments().stream().mapToLong(Segment::amount).sum();
        long full = Math.max(1, whole == 0 ? sum : whole);
        out.append("<div class=\"bar\"><div class=\"track\">");
        for (Segment segment : bar.segments()) {
            // Something that is there is seen, be it one in a million: the style has a least width.
            if (segment.amount() > 0) {
                long share = Math.min(FULL, segment.amount() * FULL / full);
                out.append(
                        "<i class=\"%s\" style=\"width:%d.%02d%%\"></i>"
                                .formatted(segment.kind(), share / 100, share % 100));
            }
        }
        out.append("</div><span class=\"note\">")
                .append(Html.escape(bar.note()))
                .append("</span></div>\n");
    }
}
