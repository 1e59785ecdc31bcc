package theseus.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What documents name is there: tests, decisions, pages. A page that names a ghost proves nothing.
 */
final class DocumentsTest {
    private static final Path ROOT =
            Path.of(System.getProperty("theseus.home", "..")).toAbsolutePath().normalize();

    /** {@code `kernel/PlanLifeTest.onlyOnePlanHasAuthority`}: folder, class, method. */
    private static final Pattern METHOD =
            Pattern.compile("`([a-z]+(?:/[a-z]+)*)/([A-Z]\\w*Test)\\.(\\w+)`");

    /** {@code `PlanLifeTest`}, wherever it lies. */
    private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w*Test)`");

    private static final Pattern DECISION = Pattern.compile("ADR\\s+(\\d{4})");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(?:#[^)]*)?\\)");

    /** A row of the table of incidents, and the words in quotes in its last column. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|.*\\|([^|]*)\\|$");

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

    /** Rows below this many would mean that the table is not read any more. */
    private static final int FEWEST_INCIDENTS = 15;

    private final Map<Path, String> pages = texts(".md");
    private final Map<Path, String> sources = texts(".java");

    @Test
    void testsThatAreNamedExist() {
        List<String> missing = new ArrayList<>();
        Set<String> classes = new TreeSet<>();
        sources.keySet().forEach(path -> classes.add(path.getFileName().toString()));
        pages.forEach(
                (page, text) -> {
                    for (MatchResult one : found(METHOD, text)) {
                        if (!isThere(one.group(1), one.group(2), one.group(3))) {
                            missing.add(page + " names " + one.group());
                        }
                    }
                    for (MatchResult one : found(CLASS, text)) {
                        if (!classes.contains(one.group(1) + ".java")) {
                            missing.add(page + " names " + one.group());
                        }
                    }
                });
        assertEquals(List.of(), missing);
    }

    @Test
    void eachIncidentIsShownByATest() {
        String candidates =
                sources.entrySet().stream()
                        .filter(file -> file.getKey().startsWith(Path.of("trials", "src", "test")))
                        .map(Map.Entry::getValue)
                        .collect(Collectors.joining());
        List<MatchResult> rows = found(ROW, text("docs/incidents.md"));
        assertTrue(rows.size() >= FEWEST_INCIDENTS, "only " + rows.size() + " rows seen");
        List<String> wrong = new ArrayList<>();
        for (MatchResult row : rows) {
            if (found(METHOD, row.group(2)).isEmpty()) {
                wrong.add("row " + row.group(1) + " names no test");
            }
            for (MatchResult candidate : found(QUOTED, row.group(2))) {
                if (!candidates.contains(candidate.group())) {
                    wrong.add("row " + row.group(1) + ": no candidate " + candidate.group());
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void decisionsThatAreReferredToWereWritten() {
        Set<String> written =
                pages.keySet().stream()
                        .filter(page -> page.startsWith(Path.of("docs", "adr")))
                        .map(page -> page.getFileName().toString().substring(0, 4))
                        .collect(Collectors.toCollection(TreeSet::new));
        List<String> missing = new ArrayList<>();
        Stream.of(pages, sources)
                .flatMap(texts -> texts.entrySet().stream())
                .forEach(
                        file ->
                                found(DECISION, file.getValue()).stream()
                                        .filter(one -> !written.contains(one.group(1)))
                                        .forEach(
                                                one ->
                                                        missing.add(
                                                                file.getKey()
                                                                        + " refers to "
                                                                        + one.group())));
        assertEquals(List.of(), missing);
    }

    @Test
    void linksLeadSomewhere() {
        List<String> dead = new ArrayList<>();
        pages.forEach(
                (page, text) ->
                        found(LINK, text).stream()
                                .map(one -> one.group(1))
                                .filter(link -> !link.contains(":"))
                                .filter(
                                        link ->
                                                !Files.exists(
                                                        ROOT.resolve(page).resolveSibling(link)))
                                .forEach(link -> dead.add(page + " links to " + link)));
        assertEquals(List.of(), dead);
    }

    private boolean isThere(String folder, String type, String method) {
        return sources.entrySet().stream()
                .filter(file -> file.getKey().startsWith(Path.of(folder, "src", "test")))
                .filter(file -> file.getKey().endsWith(type + ".java"))
                .anyMatch(file -> file.getValue().contains(" void " + method + "("));
    }

    private static List<MatchResult> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }

    private static String text(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By path within the checkout; what a build made is left out. */
    private static Map<Path, String> texts(String ending) {
        try (Stream<Path> files = Files.walk(ROOT)) {
            Map<Path, String> texts = new TreeMap<>();
            for (Path file : files.filter(one -> one.toString().endsWith(ending)).toList()) {
                Path path = ROOT.relativize(file);
                if (Stream.of("target", ".git").noneMatch(made -> contains(path, made))) {
                    texts.put(path, Files.readString(file));
                }
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean contains(Path path, String name) {
        for (Path part : path) {
            if (part.toString().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
