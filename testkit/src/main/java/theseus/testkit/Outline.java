package theseus.testkit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import theseus.protocol.Descriptor;
import theseus.protocol.Schema;

/** A descriptor as text: a line for each thing that a module has, and for each shape it names. */
final class Outline {
    private final List<String> lines = new ArrayList<>();
    private final TreeSet<String> shapes = new TreeSet<>();

    private Outline() {}

    /** Lines ended by line feeds; the shapes that others name come last. */
    static String of(Descriptor descriptor) {
        Outline outline = new Outline();
        outline.describe(descriptor);
        outline.lines.addAll(outline.shapes);
        return String.join("\n", outline.lines) + "\n";
    }

    private void describe(Descriptor module) {
        lines.add("module " + module.module() + " " + module.version());
        module.genesis().ifPresent(genesis -> lines.add("genesis " + name(genesis)));
        each("needs", module.needs(), capability -> capability.name());
        each("table", module.tables(), this::table);
        each(
                "message",
                module.messages(),
                one -> one.name() + "/" + one.form() + shape(one.body()));
        each("event", module.events(), event -> event.name() + shape(event.body()));
        each("refusal", module.refusals(), code -> code);
        each("query", module.queries(), this::query);
        each("offers", module.offers(), this::methods);
        each("requires", module.requires(), this::requirement);
        module.invariants().forEach(invariant -> lines.add(invariant(invariant)));
        if (module.beginBlock()) {
            lines.add("begin block");
        }
        if (module.endBlock()) {
            lines.add("end block");
        }
    }

    private <T> void each(String kind, Collection<T> things, Function<T, String> line) {
        things.forEach(thing -> lines.add(kind + " " + line.apply(thing)));
    }

    private String table(Descriptor.TableShape table) {
        Optional<String> of = table.of();
        return "%s/%d %s%s: %s → %s"
                .formatted(
                        table.name(),
                        table.schema(),
                        lower(table.kind()),
                        of.isPresent() ? " of " + of.get() : "",
                        name(table.key()),
                        name(table.value()));
    }

    private String query(Descriptor.QueryShape query) {
        return query.name() + shape(query.body()) + " → " + name(query.result());
    }

    private String requirement(Descriptor.RequirementShape required) {
        return "version " + required.versions() + " of " + methods(required.shape());
    }

    private String methods(Descriptor.InterfaceShape shape) {
        return shape.methods().stream()
                .map(
                        method ->
                                "%s(%s) → %s, %s"
                                        .formatted(
                                                method.name(),
                                                method.parameters().stream()
                                                        .map(this::name)
                                                        .collect(Collectors.joining(", ")),
                                                name(method.result()),
                                                method.readOnly() ? "reads" : "writes"))
                .collect(Collectors.joining("; ", shape.name() + " " + shape.version() + " ", ""));
    }

    private static String invariant(Descriptor.InvariantShape invariant) {
        return "%s invariant %s of %s"
                .formatted(lower(invariant.kind()), invariant.name(), invariant.table());
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private String shape(Schema.Structure structure) {
        return structure.fields().stream()
                .map(field -> field.name() + " " + name(field.schema()))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** The name of a schema; what lies behind it becomes a line of its own. */
    private String name(Schema schema) {
        return switch (schema) {
            case Schema.Bool _ -> "boolean";
            case Schema.Int(int bits) -> "int" + bits;
            case Schema.BigInt _ -> "integer";
            case Schema.Text _ -> "text";
            case Schema.ByteString _ -> "bytes";
            case Schema.Account _ -> "account";
            case Schema.Digest _ -> "hash";
            case Schema.ListOf(Schema element) -> "list of " + name(element);
            case Schema.OptionalOf(Schema element) -> "optional " + name(element);
            case Schema.Enumeration(String name, List<String> constants) ->
                    named(name, " = " + String.join(" | ", constants));
            case Schema.Structure structure -> named(structure.name(), shape(structure));
            case Schema.Union(String name, List<Schema.Structure> cases) ->
                    named(
                            name,
                            cases.stream()
                                    .map(this::name)
                                    .collect(Collectors.joining(" | ", " = ", "")));
        };
    }

    private String named(String name, String shape) {
        shapes.add("shape " + name + shape);
        return name;
    }
}
