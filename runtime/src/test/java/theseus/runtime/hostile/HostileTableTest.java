package theseus.runtime.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/hostile-modules.md} says of each hostile module what stops it, as {@link
 * HostileModulesTest} asserts it. To write it anew: run this test with {@code
 * -Dtheseus.write=true}.
 */
final class HostileTableTest {
    private static final int FEWEST = 200;

    private static final String HEAD =
            """
            # Modules that attack, and what stops them

            Each row is a module that tries to get out of the sandbox, to compute what differs between nodes, to work without
            paying, or to bring down the node that looks at it. It is brought in as anybody would bring it: packed from class files
            or a JAR, admitted, loaded, called. It must be refused, at the class and method named and for the reason given, or be
            stopped while it runs. Beside each stands a twin that does the honest thing of its kind, and that must be let in and
            answer: refusing everything would fail. This page is written by `HostileTableTest` from the list that
            `HostileModulesTest` runs, so it says what is asserted.

            The sources and builders lie in `runtime/src/test/java/theseus/runtime/hostile`. More attacks of one rule each stand
            beside the rule: `VerifierTest`, `EscapeTest`, `MeterTest`, `HostileModuleTest`. That metered code does the same on
            every JVM is shown by `SameEverywhereTest`, on programs made at random.
            """;

    @Test
    void theTableSaysWhatTheTestsAssert() throws IOException {
        StringBuilder text = new StringBuilder(HEAD);
        int[] count = new int[1];
        HostileModules.groups()
                .forEach(
                        (title, modules) -> {
                            text.append(section(title, modules));
                            count[0] += modules.size();
                        });
        assertTrue(count[0] >= FEWEST, "only " + count[0]);
        text.append("\n%d modules and their twins.\n".formatted(count[0]));
        Path page = Path.of(System.getProperty("theseus.home"), "docs", "hostile-modules.md");
        if (Boolean.getBoolean("theseus.write")) {
            Files.writeString(page, text);
        }
        assertEquals(
                text.toString(), Files.exists(page) ? Files.readString(page) : "", page.toString());
    }

    private static String section(String title, List<Hostile> modules) {
        StringBuilder text = new StringBuilder("\n## %s\n\n".formatted(title));
        text.append("| what it tries | what stops it |\n|---|---|\n");
        for (Hostile one : modules) {
            text.append("| %s | %s |\n".formatted(one.name(), one.stop().text()));
        }
        return text.toString();
    }
}
