package theseus.cli;

import java.util.List;
import java.util.function.Function;
import theseus.protocol.Descriptor;
import theseus.protocol.Schema;

/** A module's reference in Markdown, generated from its descriptor. */
final class ModuleReference {
    private final Descriptor descriptor;
    private final StringBuilder text = new StringBuilder();

    ModuleReference(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    String markdown() {
        text.append("# ").append(descriptor.module()).append(' ').append(descriptor.version());
        text.append("\n");
        descriptor.genesis().ifPresent(schema -> section("Genesis", List.of(schema), this::body));
        section(
                "Messages",
                descriptor.messages(),
                m -> "`%s` (form %d): %s".formatted(m.name(), m.form(), fields(m.body())));
        section(
                "Events",
                descriptor.events(),
                event -> "`%s`: %s".formatted(event.name(), fields(event.body())));
        section("Refusals", descriptor.refusals(), code -> "`" + code + "`");
        section(
                "Queries",
                descriptor.queries(),
                query ->
                        "`%s`: %s → %s"
                                .formatted(
                                        query.name(), fields(query.body()), body(query.result())));
        section("Tables", descriptor.tables(), this::table);
        section("Offers", descriptor.offers(), this::offer);
        section(
                "Requires",
                descriptor.requires(),
                r -> "`%s` %s".formatted(r.shape().name(), r.versions()));
        section(
                "Invariants",
                descriptor.invariants(),
                rule -> "`%s` of %s `%s`".formatted(rule.name(), lower(rule.kind()), rule.table()));
        section("Capabilities", descriptor.needs(), capability -> "`" + capability + "`");
        return text.toString().stripTrailing();
    }

    private <T> void section(String title, List<T> entries, Function<T, String> line) {
        if (entries.isEmpty()) {
            return;
        }
        text.append("\n## ").append(title).append("\n\n");
        for (T entry : entries) {
            text.append("- ").append(line.apply(entry)).append('\n');
        }
    }

    private String table(Descriptor.TableShape table) {
        String kind =
                table.of().map(of -> lower(table.kind()) + " of `" + of + "`").orElse("table");
        return "`%s` (schema %d, %s): %s → %s"
                .formatted(
                        table.name(), table.schema(), kind, body(table.key()), body(table.value()));
    }

    private String offer(Descriptor.InterfaceShape offered) {
        List<String> methods = offered.methods().stream().map(m -> "`" + m.name() + "`").toList();
        return "`%s` %s: %s"
                .formatted(offered.name(), offered.version(), String.join(", ", methods));
    }

    private String fields(Schema.Structure structure) {
        if (structure.fields().isEmpty()) {
            return "no fields";
        }
        return String.join(
                ", ",
                structure.fields().stream().map(f -> f.name() + " " + body(f.schema())).toList());
    }

    private String body(Schema schema) {
        return switch (schema) {
            case Schema.Bool _ -> "boolean";
            case Schema.Int integer -> "int" + integer.bits();
            case Schema.BigInt _ -> "integer";
            case Schema.Text _ -> "text";
            case Schema.ByteString _ -> "bytes";
            case Schema.Account _ -> "account";
            case Schema.Digest _ -> "hash";
            case Schema.Enumeration choice -> String.join(" \\| ", choice.constants());
            case Schema.Structure structure -> structure.name() + " (" + fields(structure) + ")";
            case Schema.Union union ->
                    String.join(" or ", union.cases().stream().map(this::body).toList());
            case Schema.ListOf list -> "list of " + body(list.element());
            case Schema.OptionalOf optional -> "optional " + body(optional.element());
        };
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT);
    }
}
