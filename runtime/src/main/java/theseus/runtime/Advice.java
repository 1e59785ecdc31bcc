package theseus.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;

/** What to use instead of something that is not on the allowlist: {@code advice.txt}. */
final class Advice {
    private static final SortedMap<String, String> BY_PREFIX = read();
    private static final String OTHER = "put the class into the module's JAR, or do without it";

    private Advice() {}

    /**
     * @param what a type or {@code type.member}, with dots
     */
    static String instead(String what) {
        String ofMember = BY_PREFIX.get(what.substring(what.lastIndexOf('.') + 1));
        if (ofMember != null) {
            return ofMember;
        }
        for (int length = what.length(); length > 0; length--) {
            if (isWhole(what, length)) {
                String advice = BY_PREFIX.get(what.substring(0, length));
                if (advice != null) {
                    return advice;
                }
            }
        }
        return OTHER;
    }

    /** Whether a name ends here, or a package with its dot. */
    private static boolean isWhole(String what, int length) {
        return length == what.length()
                || what.charAt(length) == '.'
                || what.charAt(length - 1) == '.';
    }

    private static SortedMap<String, String> read() {
        try (InputStream in = Advice.class.getResourceAsStream("advice.txt")) {
            if (in == null) {
                throw new IllegalStateException("advice.txt is missing from the runtime");
            }
            SortedMap<String, String> advice = new TreeMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(
                            line -> {
                                int bar = line.indexOf('|');
                                advice.put(
                                        line.substring(0, bar).strip(),
                                        line.substring(bar + 1).strip());
                            });
            return advice;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
