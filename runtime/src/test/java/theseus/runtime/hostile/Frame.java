package theseus.runtime.hostile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.runtime.Javac;

/** The module around an attack: its message {@code Go} calls {@code Attack.go}. */
final class Frame {
    private static final String IMPORTS =
            """
            package %s;
            import java.util.*;
            import java.util.function.*;
            import java.math.BigInteger;
            import theseus.sdk.*;
            import theseus.sdk.Module;
            """;
    private static final String HEAD =
            "@ModuleInfo(name = \"sample\", version = \"1.0.0\")"
                    + " public final class Sample implements Module {"
                    + " public record Go(long n) implements Message {} ";
    private static final String DEFINE =
            " public void define(Definition module) {"
                    + " module.handles(Go.class, (c, m) -> %s); } }";
    private static final String NOTHING = "public static void go(Context c, long n) {}";

    private static final SortedMap<String, byte[]> CLASSES = compile("m", NOTHING);

    private Frame() {}

    /** A module in package {@code m} that does nothing, by internal name. */
    static SortedMap<String, byte[]> classes() {
        return CLASSES;
    }

    private static SortedMap<String, byte[]> compile(String inPackage, String attack) {
        Map<String, String> sources = new LinkedHashMap<>();
        add(sources, inPackage, new Attempt.Source(attack));
        return Javac.compile(sources);
    }

    /** What attempts' sources compile to, all at once: package by package, in their order. */
    static List<SortedMap<String, byte[]>> compile(List<Attempt> attempts) {
        Map<String, String> sources = new LinkedHashMap<>();
        for (int i = 0; i < attempts.size(); i++) {
            add(sources, "m" + i, attempts.get(i));
        }
        SortedMap<String, byte[]> all = Javac.compile(sources);
        List<SortedMap<String, byte[]>> each = new ArrayList<>();
        for (int i = 0; i < attempts.size(); i++) {
            each.add(new TreeMap<>(all.subMap("m" + i + "/", "m" + i + "0")));
        }
        return each;
    }

    private static void add(Map<String, String> sources, String inPackage, Attempt attempt) {
        String imports = IMPORTS.formatted(inPackage);
        switch (attempt) {
            case Attempt.Source(String members) -> {
                sources.put(
                        inPackage + ".Sample",
                        imports + HEAD + DEFINE.formatted("Attack.go(c, m.n())"));
                sources.put(
                        inPackage + ".Attack",
                        imports
                                + "public class Attack { "
                                + members
                                + (members.contains(" go(Context") ? "" : NOTHING)
                                + "\n}");
            }
            case Attempt.Module(String members) ->
                    sources.put(
                            inPackage + ".Sample",
                            imports
                                    + HEAD
                                    + members
                                    + (members.contains(" define(")
                                            ? " }"
                                            : DEFINE.formatted("{}")));
            case Attempt.Crafted _, Attempt.Jar _, Attempt.Travelling _ -> {}
        }
    }
}
