package theseus.runtime.hostile;

import java.util.List;

/** Code that would remember something outside of its tables: another thread knows nothing of it. */
final class Lasting {
    private static final String BOX = "static final class Box { final long n = 1; } ";

    private Lasting() {}

    private static Hostile field(String name, String attack, String what, String twin) {
        return new Hostile(
                name,
                new Attempt.Module(attack),
                new Stop.Refused("Sample", what),
                new Attempt.Module(twin));
    }

    private static Attempt handling(String before, String handler) {
        return new Attempt.Module(
                BOX
                        + "public void define(Definition module) { "
                        + before
                        + " module.handles(Go.class, (c, m) -> { "
                        + handler
                        + " }); }");
    }

    static List<Hostile> modules() {
        return List.of(
                field(
                        "keeps an array of its own type in a field",
                        BOX + "private final Box[] kept = new Box[1]; ",
                        "'kept' holds a",
                        BOX + "private final Box kept = new Box(); "),
                field(
                        "hides such an array behind Object",
                        BOX + "private final Object kept = new Box[1][1]; ",
                        "'kept' holds a",
                        BOX + "private final Object kept = new Box(); "),
                field(
                        "keeps such an array in a static field",
                        BOX + "private static final Object KEPT = new Box[1]; ",
                        "'KEPT' holds a",
                        BOX + "private static final Object KEPT = new Box(); "),
                field(
                        "keeps such an array in a list that cannot change",
                        BOX + "private final List<Object> kept = List.of((Object) new Box[1]); ",
                        "'kept' holds a",
                        BOX + "private final List<Object> kept = List.of(new Box()); "),
                new Hostile(
                        "lets a handler capture such an array",
                        handling("Box[] hidden = new Box[1];", "hidden[0] = new Box();"),
                        new Stop.Refused("Sample$$Lambda$0", "holds a"),
                        handling("Box hidden = new Box();", "Box mine = hidden;")),
                new Hostile(
                        "lets a handler capture a list",
                        handling("List<Long> hidden = new ArrayList<>();", "hidden.add(m.n());"),
                        new Stop.Refused("Sample$$Lambda$0", "holds a java.util.ArrayList"),
                        handling("List<Long> hidden = List.of(1L);", "hidden.get(0);")),
                new Hostile(
                        "lets a handler capture an iterator",
                        handling("Iterator<Long> i = List.of(1L, 2L).iterator();", "i.next();"),
                        new Stop.Refused("Sample$$Lambda$0", "which can change"),
                        handling("List<Long> i = List.of(1L, 2L);", "i.iterator().next();")),
                new Hostile(
                        "keeps what defines it, to define more later",
                        handling("", "module.beginBlock(x -> {});"),
                        new Stop.Refused("Sample$$Lambda$0", "which can change"),
                        handling("", "")),
                field(
                        "wraps a list so that it looks as if it could not change",
                        "private static final List<Long> UNDER = new ArrayList<>();"
                                + " private final List<Long> kept = Collections.unmodifiableList(UNDER); ",
                        "'UNDER' holds a java.util.ArrayList",
                        "private final List<Long> kept = Collections.unmodifiableList(List.of(1L)); "),
                field(
                        "counts in a field",
                        "private long count; ",
                        "'count' is not final",
                        "private final long count = 1; "),
                field(
                        "keeps a list behind an Optional",
                        "private final Optional<List<Long>> kept = Optional.of(new ArrayList<>()); ",
                        "'kept' holds a",
                        "private final Optional<List<Long>> kept = Optional.of(List.of()); "),
                new Hostile(
                        "counts in an enum's constant",
                        new Attempt.Module("enum E { A; long count; } "),
                        new Stop.Refused("Sample$E", "'count' is not final"),
                        new Attempt.Module("enum E { A; final long count = 1; } ")),
                new Hostile(
                        "keeps an exception",
                        new Attempt.Module(
                                "private static final RuntimeException KEPT ="
                                        + " new IllegalStateException(); "),
                        new Stop.Refused("Sample", "'KEPT' holds a"),
                        new Attempt.Module(
                                "private static final Supplier<RuntimeException> MAKER ="
                                        + " IllegalStateException::new; ")),
                new Hostile(
                        "counts in a static field",
                        new Attempt.Module("static long count; "),
                        new Stop.Refused("Sample", "static field 'count' can change"),
                        new Attempt.Module("static final long COUNT = 1; ")),
                new Hostile(
                        "keeps a static array",
                        new Attempt.Module("static final long[] TABLE = {1}; "),
                        new Stop.Refused("Sample", "static field 'TABLE'"),
                        new Attempt.Module("static final List<Long> TABLE = List.of(1L); ")));
    }
}
