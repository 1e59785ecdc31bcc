package theseus.trials;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
            Set<Trait> traits,
            String source,
            Function<String, Version> as) {
        Artifact artifact() {
            return Compiled.packed(source).artifact();
        }

        Hash hash() {
            return artifact().hash();
        }

        boolean keeps(Variant now, Trait trait) {
            return traits.contains(trait) || !now.traits().contains(trait);
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
        all.add(box(1, "1.2.0", Flaw.NONE, Trait.TICKS));
        all.add(box(2, "2.0.1", Flaw.OFF_BY_ONE_AT_7));
        all.add(box(2, "2.0.2", Flaw.TRAPS_AT_13));
        all.add(box(2, "2.0.3", Flaw.LAW_AT_11));
        all.add(box(2, "2.0.4", Flaw.SILENT));
        all.add(box(2, "2.0.5", Flaw.REFUSES_M2));
        all.add(box(2, "2.1.0", Flaw.NONE, Trait.WORDS));
        all.add(box(2, "2.1.1", Flaw.OFF_BY_ONE_AT_7, Trait.WORDS, Trait.TICKS));
        all.add(box(2, "2.2.0", Flaw.NONE, Trait.FORMS));
        all.add(box(3, "3.0.0", Flaw.NONE));
        all.add(box(3, "3.0.1", Flaw.OFF_BY_ONE_AT_7));
        all.add(box(3, "3.0.2", Flaw.TRAPS_AT_13));
        all.add(box(3, "3.1.0", Flaw.NONE));
        all.add(box(3, "3.2.0", Flaw.NONE, Trait.WORDS, Trait.TICKS, Trait.FORMS));
        all.add(box(3, "3.2.1", Flaw.SILENT, Trait.WORDS, Trait.FORMS));
        return List.copyOf(all);
    }

    private static Variant box(int level, String version, Flaw flaw, Trait... traits) {
        String source = edit(Compiled.source("box-" + level), level + ".0.0", version);
        source = Editing.flawed(source, flaw);
        for (Trait trait : traits) {
            source = Editing.with(source, level, trait);
        }
        Set<Trait> all = Set.of(traits);
        return new Variant(
                "box",
                level,
                version,
                flaw,
                all,
                source,
                any -> new BoxModel(level, flaw, all).version(version));
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
                Set.of(),
                edit(source, "1.0.0", version),
                any -> RelayModel.relay(version, BOUND, flaw));
    }

    static String edit(String source, String from, String to) {
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
                // What others rely on, no version takes back.
                .filter(next -> next.keeps(now, Trait.WORDS) && next.keeps(now, Trait.FORMS))
                .toList();
    }
}
