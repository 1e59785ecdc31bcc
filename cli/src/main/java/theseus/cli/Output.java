package theseus.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How every command speaks: for people, or with {@code --json} one JSON document on stdout. */
final class Output {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--json", description = "Print one JSON document instead of text.")
    private boolean json;

    boolean json() {
        return json;
    }

    /** A line for people; nothing with {@code --json}. */
    void line(String format, Object... arguments) {
        if (!json) {
            out().println(Shown.lines(format.formatted(arguments)));
            out().flush();
        }
    }

    /**
     * The command's result: as JSON, or as indented {@code name: value} lines, which leave out what
     * is there for programs only (fields that end in "encoded").
     */
    void result(Map<String, ?> document) {
        if (json) {
            out().println(write(document));
        } else {
            text(document, out());
        }
        out().flush();
    }

    /**
     * The failure of a command that has a result to show nevertheless: people read the result and
     * then the sentence; with {@code --json} both are in one document.
     */
    Failure failed(Map<String, ?> document, Failure failure) {
        if (json) {
            return failure.about(document);
        }
        result(document);
        return failure;
    }

    /** JSON text, whatever the mode. */
    static String write(Object document) {
        try {
            return JSON.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document of plain values must be writable", e);
        }
    }

    /** For people, whatever the mode. */
    static void text(Map<String, ?> document, PrintWriter out) {
        new Text(out).lines(document, "");
    }

    /** Indented {@code name: value} lines. */
    private record Text(PrintWriter out) {
        void lines(Map<?, ?> document, String indent) {
            document.forEach(
                    (name, value) -> {
                        if (!String.valueOf(name).toLowerCase(Locale.ROOT).endsWith("encoded")) {
                            entry(indent, name + ":", value);
                        }
                    });
        }

        private void entry(String indent, String name, Object value) {
            String label = Shown.line(name);
            switch (value) {
                case Map<?, ?> map when !map.isEmpty() -> {
                    out.println(indent + label);
                    lines(map, indent + "  ");
                }
                case List<?> list when !list.isEmpty() -> {
                    out.println(indent + label);
                    for (Object element : list) {
                        element(indent + "  ", element);
                    }
                }
                case Map<?, ?> _, List<?> _ -> out.println(indent + label + " none");
                case null -> out.println(indent + label + " none");
                default -> out.println(indent + label + " " + Shown.line(String.valueOf(value)));
            }
        }

        /** {@code - name: value} for the first field of a structure, the others below it. */
        private void element(String indent, Object element) {
            if (!(element instanceof Map<?, ?> map) || map.isEmpty()) {
                entry(indent, "-", element);
                return;
            }
            Map<Object, Object> rest = new LinkedHashMap<>(map);
            Map.Entry<Object, Object> first = rest.entrySet().iterator().next();
            entry(indent, "- " + first.getKey() + ":", first.getValue());
            rest.remove(first.getKey());
            lines(rest, indent + "  ");
        }
    }

    private PrintWriter out() {
        return command.commandLine().getOut();
    }
}
