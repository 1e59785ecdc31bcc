package theseus.assessment;

import java.util.List;
import java.util.function.Consumer;

/** Writes HTML; everything that is not written as markup is escaped. */
final class Html {
    private final StringBuilder text = new StringBuilder(32 * 1024);

    /** Markup as it stands. */
    Html raw(String markup) {
        text.append(markup);
        return this;
    }

    Html text(Object content) {
        text.append(escape(String.valueOf(content)));
        return this;
    }

    /** An element with text in it. */
    Html element(String name, Object content) {
        return raw("<" + name + ">").text(content).raw("</" + closing(name) + ">\n");
    }

    /** An element around what {@code inner} writes; {@code name} may carry attributes. */
    Html around(String name, Runnable inner) {
        raw("<" + name + ">\n");
        inner.run();
        return raw("</" + closing(name) + ">\n");
    }

    Html list(String name, List<String> items) {
        return around(name, () -> items.forEach(item -> element("li", item)));
    }

    /**
     * A table. Columns whose heading begins with {@code #} hold numbers; the sign is not shown.
     * {@code rows} writes each row's cells.
     */
    <T> Html table(List<String> headings, List<T> entries, Consumer<T> row) {
        raw("<div class=\"wide\"><table><thead><tr>");
        for (String heading : headings) {
            boolean number = heading.startsWith("#");
            raw(number ? "<th class=\"n\">" : "<th>");
            text(number ? heading.substring(1) : heading).raw("</th>");
        }
        raw("</tr></thead><tbody>\n");
        for (T entry : entries) {
            raw("<tr>");
            row.accept(entry);
            raw("</tr>\n");
        }
        return raw("</tbody></table></div>\n");
    }

    Html cell(Object content) {
        return raw("<td>").text(content).raw("</td>");
    }

    /** A cell of several lines. */
    Html lines(String content) {
        raw("<td>");
        List<String> lines = content.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            raw(i == 0 ? "" : "<br>").text(lines.get(i));
        }
        return raw("</td>");
    }

    Html cell(long number) {
        return raw("<td class=\"n\">").text(grouped(number)).raw("</td>");
    }

    String build() {
        return text.toString();
    }

    /** With a thin space between thousands. */
    static String grouped(long number) {
        StringBuilder digits = new StringBuilder(Long.toString(Math.abs(number)));
        for (int i = digits.length() - 3; i > 0; i -= 3) {
            digits.insert(i, '\u202f');
        }
        return (number < 0 ? "-" : "") + digits;
    }

    static String escape(String content) {
        StringBuilder escaped = new StringBuilder(content.length() + 16);
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static String closing(String name) {
        int space = name.indexOf(' ');
        return space < 0 ? name : name.substring(0, space);
    }
}
