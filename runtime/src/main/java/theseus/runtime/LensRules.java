package theseus.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import theseus.protocol.Descriptor.LensShape;
import theseus.protocol.Family;
import theseus.protocol.Schema;
import theseus.runtime.Declarations.LensBetween;
import theseus.sdk.Lens;
import theseus.sdk.Table;

/** Which lenses a module may have, and their shapes. */
final class LensRules {
    private final Class<?> module;
    private final Declarations declared;
    private final Forge forge;

    LensRules(Class<?> module, Declarations declared, Forge forge) {
        this.module = module;
        this.declared = declared;
        this.forge = forge;
    }

    /** Sorted by table and schema, at most one for each. */
    List<LensShape> shapes() {
        List<LensShape> shapes = new ArrayList<>();
        for (LensBetween one : declared.lenses) {
            shapes.add(shape(one));
        }
        shapes.sort(Comparator.comparing(LensShape::table).thenComparingInt(LensShape::fromSchema));
        for (int i = 1; i < shapes.size(); i++) {
            LensShape shape = shapes.get(i);
            if (isFrom(shape, shapes.get(i - 1).table(), shapes.get(i - 1).fromSchema())) {
                throw refuse(
                        "there are two lenses from " + named(shape.table(), shape.fromSchema()),
                        "keep one: the records of a table go to one table");
            }
        }
        return shapes;
    }

    static boolean isFrom(LensShape shape, String table, int schema) {
        return shape.table().equals(table) && shape.fromSchema() == schema;
    }

    private LensShape shape(LensBetween one) {
        Table<?, ?> from = one.from();
        Table<?, ?> to = one.to();
        if (to == null || !declared.tables.contains(to)) {
            throw refuse(
                    "a lens goes to %s, which define() does not declare"
                            .formatted(to == null ? "null" : named(to.name(), to.schema())),
                    "add module.table(...)");
        }
        Names.check(module, from.name());
        String between =
                "the lens from " + between(from.name(), from.schema(), to.name(), to.schema());
        checkPlaces(from, to, between);
        boolean family = one.lens() instanceof Lens.OfFamily<?, ?, ?, ?>;
        if (family && one.lens() instanceof Lens.OfRecord<?, ?, ?, ?>) {
            throw refuse(
                    between + " is of records and of families",
                    "implement Lens.OfRecord or Lens.OfFamily");
        }
        Schema fromKey = forge.schema(from.key(), from.key());
        if (family) {
            checkRoots(fromKey, forge.schema(to.key(), to.key()), between);
        }
        return new LensShape(
                from.name(),
                from.schema(),
                to.name(),
                to.schema(),
                family,
                fromKey,
                forge.schema(from.value(), from.value()));
    }

    private void checkPlaces(Table<?, ?> from, Table<?, ?> to, String between) {
        if (from.schema() < 1) {
            throw refuse(between + " counts schemas from " + from.schema(), "count from 1");
        }
        if (from.name().equals(to.name()) && from.schema() >= to.schema()) {
            throw refuse(
                    between + " does not go to a higher schema",
                    "a table whose shape changes is declared with .schema(%d); one whose shape"
                                    .formatted(from.schema() + 1)
                            + " does not change needs no lens");
        }
        for (Table<?, ?> table : declared.tables) {
            if (table.name().equals(from.name()) && table.schema() == from.schema()) {
                throw refuse(
                        between + " comes from a table that define() declares",
                        "the old table is written through the lens only: leave its"
                                + " module.table(...) out");
            }
        }
    }

    private void checkRoots(Schema fromKey, Schema toKey, String between) {
        if (!Family.rootOf(fromKey).equals(Family.rootOf(toKey))) {
            throw refuse(
                    between
                            + " is of families, but the keys of its tables do not begin alike: "
                            + (first(fromKey) + " there, " + first(toKey) + " here"),
                    "let both keys begin with a field of the same shape: it names the family, and"
                            + " no record leaves its family");
        }
    }

    private static String first(Schema key) {
        return key instanceof Schema.Structure(String name, var fields) && !fields.isEmpty()
                ? "%s.%s".formatted(name, fields.getFirst().name())
                : "a key without fields";
    }

    private Inadmissible refuse(String problem, String advice) {
        return Inadmissible.of(module.getName(), problem, advice);
    }

    static String between(String from, int fromSchema, String to, int toSchema) {
        return named(from, fromSchema) + " to " + named(to, toSchema);
    }

    /** A table as a module's author calls it. */
    static String named(String table, int schema) {
        return "'" + table + "' schema " + schema;
    }
}
