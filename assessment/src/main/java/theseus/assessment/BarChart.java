package theseus.assessment;

import java.util.ArrayList;
import java.util.List;

/** Horizontal bars as an SVG picture without a script; colours come from the page's style. */
final class BarChart {
    private static final int WIDTH = 760;
    private static final int LABEL_WIDTH = 210;
    private static final int BAR_WIDTH = 400;
    private static final int BAR_HEIGHT = 14;
    private static final int GAP = 4;
    private static final int ROW_GAP = 12;
    private static final int MAX_LABEL = 28;

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
        StringBuilder svg = new StringBuilder();
        int y = 2;
        for (Row row : rows) {
            int top = y;
            for (Bar bar : row.bars()) {
                bar(svg, bar, y, whole);
                y += BAR_HEIGHT + GAP;
            }
            label(svg, row.label(), top + (y - GAP - top) / 2 + 5);
            y += ROW_GAP;
        }
        return "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n%s</svg>\n"
                .formatted(WIDTH, Math.max(y, 1), Html.escape(title), svg);
    }

    private static void bar(StringBuilder svg, Bar bar, int y, long whole) {
        long sum = bar.segments().stream().mapToLong(Segment::amount).sum();
        long full = Math.max(1, whole == 0 ? sum : whole);
        long before = 0;
        for (Segment segment : bar.segments()) {
            long from = before * BAR_WIDTH / full;
            before += segment.amount();
            long width = before * BAR_WIDTH / full - from;
            // Something that is there is seen, be it one in a million.
            if (segment.amount() > 0) {
                svg.append(
                        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"2\"/>\n"
                                .formatted(
                                        segment.kind(),
                                        LABEL_WIDTH + Math.min(from, BAR_WIDTH - 2),
                                        y,
                                        Math.max(2, width),
                                        BAR_HEIGHT));
            }
        }
        svg.append(
                "<text class=\"soft\" x=\"%d\" y=\"%d\">%s</text>\n"
                        .formatted(LABEL_WIDTH + BAR_WIDTH + 10, y + 12, Html.escape(bar.note())));
    }

    private static void label(StringBuilder svg, String label, int y) {
        String shown =
                label.length() <= MAX_LABEL ? label : label.substring(0, MAX_LABEL - 1) + "…";
        svg.append(
                "<text x=\"0\" y=\"%d\"><title>%s</title>%s</text>\n"
                        .formatted(y, Html.escape(label), Html.escape(shown)));
    }
}
