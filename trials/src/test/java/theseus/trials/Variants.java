package theseus.trials;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import theseus.model.Version;
import theseus.protocol.Artifact;
import theseus.sdk.Hash;

/** Versions of the random run's modules: real code and what the model has for it. */
final class Variants {
    /**
     * One version.
     *
     * @param level from which versions of the next level, or the same with a higher number, follow
     */
    record Variant(
            String module,
            int level,
            String version,
            Flaw flaw,
            String source,
            Function<String, Version> as) {
        Artifact artifact() {
            return Compiled.packed(source).artifact();
        }

        Hash hash() {
            return artifact().hash();
        }

        /** Messages that an older version has too. */
        List<String> shared(Variant older) {
            return older.module().equals("relay")
                    ? List.of("Forward")
                    : older.level() == 1 ? FIRST : MORE;
        }
    }

    static final String BOUND = "a";
    private static final List<String> FIRST = List.of("Put", "Add", "Take", "Tell", "Boom");
    private static final List<String> MORE =
            List.of("Put", "Add", "Take", "Tell", "Boom", "Mark", "Hide", "Show");

    static final List<Variant> BOXES = boxes();
    static final List<Variant> RELAYS = relays();

    /** What an installation may bring. */
    static final List<Variant> INSTALLED = BOXES.subList(0, 3);

    private Variants() {}

    private static List<Variant> boxes() {
        List<Variant> all = new ArrayList<>();
        all.add(box(1, "1.0.0", Flaw.NONE));
        all.add(box(1, "1.1.0", Flaw.NONE));
        all.add(box(2, "2.0.0", Flaw.NONE));
        all.add(box(2, "2.0.1", Flaw.OFF_BY_ONE_AT_7));
        all.add(box(2, "2.0.2", Flaw.TRAPS_AT_13));
        all.add(box(2, "2.0.3", Flaw.LAW_AT_11));
        all.add(box(2, "2.0.4", Flaw.SILENT));
        all.add(box(3, "3.0.0", Flaw.NONE));
        all.add(box(3, "3.0.1", Flaw.OFF_BY_ONE_AT_7));
        all.add(box(3, "3.0.2", Flaw.TRAPS_AT_13));
        all.add(box(3, "3.1.0", Flaw.NONE));
        return List.copyOf(all);
    }

    private static Variant box(int level, String version, Flaw flaw) {
        String source = Compiled.source("box-" + level);
        String edited =
                switch (flaw) {
                    case NONE, LOGS_OFF_BY_ONE -> source;
                    case OFF_BY_ONE_AT_7 ->
                            edit(
                                    source,
                                    "long now = item.amount() + amount;",
                                    "long now = item.amount() + (amount == 7 ? 8 : amount);");
                    case TRAPS_AT_13 ->
                            edit(
                                    source,
                                    "context.require(message.amount() >= 0, Refused.NEGATIVE);\n",
                                    "context.require(message.amount() >= 0, Refused.NEGATIVE);\n"
                                            + "        if (message.amount() == 13) {"
                                            + " throw new IllegalStateException(); }\n");
                    case LAW_AT_11 ->
                            edit(
                                    source,
                                    "new V1.Item(now.value().amount())",
                                    "new V1.Item(now.value().amount() == 11 ? 0"
                                            + " : now.value().amount())");
                    case SILENT ->
                            edit(
                                    source,
                                    "        context.emit(new Stored(message.key(),"
                                            + " message.amount()));\n",
                                    "");
                };
        return new Variant(
                "box",
                level,
                version,
                flaw,
                edit(edited, level + ".0.0", version),
                any -> BoxModel.box(version, level, flaw));
    }

    private static List<Variant> relays() {
        String source = Compiled.source("relay-1");
        return List.of(
                relay("1.0.0", source, Flaw.NONE),
                relay("1.1.0", source, Flaw.NONE),
                relay(
                        "1.1.1",
                        edit(
                                source,
                                "new Sent(message.amount())",
                                "new Sent(message.amount() == 7 ? 8 : message.amount())"),
                        Flaw.LOGS_OFF_BY_ONE),
                relay("1.2.0", source, Flaw.NONE));
    }

    private static Variant relay(String version, String source, Flaw flaw) {
        return new Variant(
                "relay",
                1,
                version,
                flaw,
                edit(source, "1.0.0", version),
                any -> BoxModel.relay(version, BOUND, flaw));
    }

    private static String edit(String source, String from, String to) {
        if (!source.contains(from)) {
            throw new IllegalArgumentException("no such piece: " + from);
        }
        return source.replace(from, to);
    }

    /** What may take its place. */
    static List<Variant> after(Variant now) {
        List<Variant> all = now.module().equals("box") ? BOXES : RELAYS;
        return all.stream()
                .filter(next -> next.version().compareTo(now.version()) > 0)
                .filter(next -> next.level() <= now.level() + 1)
                .toList();
    }
}
