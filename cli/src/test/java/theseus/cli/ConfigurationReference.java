package theseus.cli;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import theseus.node.NodeConfig;
import theseus.protocol.Limits;

/** The keys of a node's configuration file, as the records behind them describe themselves. */
final class ConfigurationReference {
    private static final Pattern PARAMETER =
            Pattern.compile("@param (\\w+) (.*?)(?=@param|@throws|\\*/)", Pattern.DOTALL);
    private static final Pattern TAG = Pattern.compile("\\{@(?:code|link) ([^}]*)}");

    private static final Pattern LIMIT = Pattern.compile("`Limits#(\\w+)`");

    private ConfigurationReference() {}

    static String markdown() throws IOException {
        StringBuilder page =
                new StringBuilder(
                        """
                        # A node's configuration file

                        Lines of `key = value`; `#` begins a comment line. A key that is not here is an error, and so is a value out of its bounds. Given with
                        `./theseus up --config FILE`. Written from what the code says of itself; do not edit.
                        """);
        section(page, "", NodeConfig.class);
        return page.toString();
    }

    private static void section(StringBuilder page, String prefix, Class<?> type)
            throws IOException {
        Map<String, String> described = described(type);
        page.append("\n## ").append(prefix.isEmpty() ? "The node" : "`" + prefix + "…`");
        page.append("\n\n| key | what |\n|---|---|\n");
        for (RecordComponent component : type.getRecordComponents()) {
            if (!component.getType().isRecord()) {
                page.append("| `%s%s` | ".formatted(prefix, component.getName()));
                page.append(described.getOrDefault(component.getName(), "")).append(" |\n");
            }
        }
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getType().isRecord()) {
                section(page, prefix + component.getName() + ".", component.getType());
            }
        }
    }

    /** Bounds of the protocol, as numbers. */
    private static String limits(String text) {
        return LIMIT.matcher(text)
                .replaceAll(
                        found -> {
                            try {
                                Object bound = Limits.class.getField(found.group(1)).get(null);
                                return "%,d".formatted(bound);
                            } catch (ReflectiveOperationException e) {
                                throw new IllegalStateException(e);
                            }
                        });
    }

    private static Map<String, String> described(Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/') + ".java";
        Path source =
                type.getPackageName().equals("theseus.node")
                        ? Path.of("node/src/main/java", name)
                        : Path.of("consensus/solo/src/main/java", name);
        String text = Files.readString(Checkout.root().resolve(source));
        Map<String, String> described = new LinkedHashMap<>();
        Matcher matcher = PARAMETER.matcher(text.substring(0, text.indexOf("public record")));
        while (matcher.find()) {
            String plain = matcher.group(2).replaceAll("\\s*\\n\\s*\\*\\s*", " ").strip();
            String last = TAG.matcher(plain).replaceAll(tag -> "`" + tag.group(1) + "`");
            described.put(matcher.group(1), limits(last));
        }
        return described;
    }
}
