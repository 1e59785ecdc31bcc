package theseus.node;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads {@link NodeConfig} from {@code key = value} lines; {@code #} starts a comment line. Keys
 * are the record components, so a component cannot be forgotten here.
 */
final class ConfigFile {
    private static final int MAX_LINES = 1_000;
    private static final int MAX_LINE_LENGTH = 4_096;
    private static final int MAX_KEY_DISTANCE = 6;

    /** A value and where it stands. */
    private record Line(int number, String value) {}

    private final Path file;
    private final Path base;
    private final SortedMap<String, Line> lines = new TreeMap<>();
    private final SortedMap<String, Class<?>> known = new TreeMap<>();

    private ConfigFile(Path file) {
        this.file = file;
        Path folder = file.toAbsolutePath().getParent();
        this.base = folder == null ? file.toAbsolutePath() : folder;
    }

    static NodeConfig read(Path file) {
        ConfigFile config = new ConfigFile(file);
        config.learn("", NodeConfig.class);
        config.parse();
        return config.fill("", NodeConfig.of(config.base.resolve("data")));
    }

    private void learn(String prefix, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            String key = prefix + component.getName();
            if (component.getType().isRecord()) {
                learn(key + ".", component.getType());
            } else {
                known.put(key, component.getType());
            }
        }
    }

    private void parse() {
        List<String> text;
        try {
            text = Files.readAllLines(file);
        } catch (IOException e) {
            throw new NodeException(
                    "CONFIGURATION_UNREADABLE",
                    "The configuration file " + file + " cannot be read: " + DurableFile.why(e),
                    e);
        }
        for (int i = 0; i < text.size(); i++) {
            // who looks for the nearest key takes time for each character
            if (text.get(i).length() > MAX_LINE_LENGTH) {
                throw wrong(i + 1, "longer than " + MAX_LINE_LENGTH + " characters");
            }
        }
        if (text.size() > MAX_LINES) {
            throw wrong(MAX_LINES + 1, "more than " + MAX_LINES + " lines");
        }
        for (int i = 0; i < text.size(); i++) {
            String line = text.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                parseLine(i + 1, line);
            }
        }
    }

    private void parseLine(int number, String line) {
        int equals = line.indexOf('=');
        if (equals < 0) {
            throw wrong(number, "'" + line + "' is not of the form key = value");
        }
        String key = line.substring(0, equals).strip();
        if (!known.containsKey(key)) {
            throw new NodeException(
                    "CONFIGURATION_KEY_UNKNOWN",
                    file
                            + ", line "
                            + number
                            + ": there is no key '"
                            + key
                            + "'"
                            + nearest(key, known));
        }
        if (lines.put(key, new Line(number, line.substring(equals + 1).strip())) != null) {
            throw wrong(number, "the key '" + key + "' was given before");
        }
    }

    /** A copy of {@code defaults} with what the file says. */
    private <R extends Record> R fill(String prefix, R defaults) {
        RecordComponent[] components = defaults.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                String key = prefix + components[i].getName();
                types[i] = components[i].getType();
                Object byDefault = components[i].getAccessor().invoke(defaults);
                if (byDefault instanceof Record section) {
                    values[i] = fill(key + ".", section);
                } else if (lines.containsKey(key)) {
                    values[i] = value(key, types[i]);
                } else {
                    values[i] = byDefault;
                }
            }
            @SuppressWarnings("unchecked") // the record's own class
            Class<R> type = (Class<R>) defaults.getClass();
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getTargetException();
            throw new NodeException("CONFIGURATION_VALUE", file + ": " + cause.getMessage(), cause);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object value(String key, Class<?> type) {
        Line line = lines.getOrDefault(key, new Line(0, ""));
        String text = line.value();
        try {
            if (type == int.class) {
                return Integer.parseInt(text.replace("_", ""));
            } else if (type == long.class) {
                return Long.parseLong(text.replace("_", ""));
            } else if (type == boolean.class) {
                if (!text.equals("true") && !text.equals("false")) {
                    throw wrong(line.number(), key + " is true or false, not '" + text + "'");
                }
                return text.equals("true");
            } else if (type == Path.class) {
                return base.resolve(text).normalize(); // relative to the file
            } else if (type.isEnum()) {
                for (Object constant : type.getEnumConstants()) {
                    if (constant.toString().toLowerCase(Locale.ROOT).equals(text)) {
                        return constant;
                    }
                }
                throw wrong(
                        line.number(),
                        key
                                + " is one of "
                                + List.of(type.getEnumConstants())
                                        .toString()
                                        .toLowerCase(Locale.ROOT)
                                + ", not '"
                                + text
                                + "'");
            }
            return text;
        } catch (NumberFormatException e) {
            throw wrong(line.number(), key + " is a whole number, not '" + text + "'");
        } catch (InvalidPathException e) {
            throw wrong(line.number(), key + " is no path: " + e.getReason());
        }
    }

    private NodeException wrong(int line, String what) {
        return new NodeException("CONFIGURATION_VALUE", file + ", line " + line + ": " + what);
    }

    private static String nearest(String key, Map<String, Class<?>> known) {
        String best = "";
        int least = MAX_KEY_DISTANCE + 1;
        for (String candidate : known.keySet()) {
            int distance = distance(key, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best.isEmpty()
                ? "; the keys are " + String.join(", ", known.keySet())
                : "; did you mean '" + best + "'?";
    }

    /** Levenshtein's distance, without regard to case. */
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int next = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + cost);
                diagonal = row[j];
                row[j] = next;
            }
        }
        return row[b.length()];
    }
}
