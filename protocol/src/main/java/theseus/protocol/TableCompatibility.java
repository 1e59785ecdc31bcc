package theseus.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.protocol.Compatibility.Problem;
import theseus.protocol.Descriptor.LensShape;
import theseus.protocol.Descriptor.TableKind;
import theseus.protocol.Descriptor.TableShape;

/** Whether every record in force has a place in the candidate's tables, or a way there. */
final class TableCompatibility {
    private final List<Problem> problems = new ArrayList<>();
    private final Descriptor before;
    private final Descriptor after;

    private TableCompatibility(Descriptor before, Descriptor after) {
        this.before = before;
        this.after = after;
    }

    static List<Problem> problems(Descriptor before, Descriptor after) {
        TableCompatibility tables = new TableCompatibility(before, after);
        before.tables().forEach(tables::inForce);
        after.tables().forEach(tables::candidate);
        after.lenses().forEach(tables::lens);
        return tables.problems;
    }

    private void inForce(TableShape table) {
        Optional<TableShape> same = find(after, table.name(), table.schema());
        if (same.isPresent()) {
            if (!same.get().equals(table)) {
                records(
                        "SCHEMA_CHANGED",
                        table,
                        "has another shape under the same schema",
                        "raise the schema to %d and add a lens".formatted(table.schema() + 1));
            }
            return;
        }
        if (table.kind() != TableKind.BASE || hasLensFrom(table)) {
            return;
        }
        boolean goes = after.tables().stream().noneMatch(t -> t.name().equals(table.name()));
        if (goes) {
            problems.add(
                    new Problem(
                            "TABLE_GONE",
                            "table " + table.name(),
                            "is no longer there, so nothing could be taken back",
                            "every record in it",
                            "keep it, give it a lens, or make the plan irreversible",
                            true));
        } else {
            records(
                    "LENS_MISSING",
                    table,
                    "has another schema without a lens from schema " + table.schema(),
                    "add one: module.lens(old, new, ...)");
        }
    }

    private void candidate(TableShape table) {
        boolean lowered =
                before.tables().stream()
                        .anyMatch(
                                one ->
                                        one.name().equals(table.name())
                                                && one.schema() > table.schema());
        if (lowered && find(before, table.name(), table.schema()).isEmpty()) {
            records(
                    "SCHEMA_LOWERED",
                    table,
                    "has schema %d, a higher one is in force".formatted(table.schema()),
                    "raise it above the one in force");
        }
    }

    private void lens(LensShape lens) {
        Optional<TableShape> from = find(before, lens.table(), lens.fromSchema());
        Optional<TableShape> to = find(after, lens.toTable(), lens.toSchema());
        if (from.isEmpty()) {
            return; // Of an earlier step; it carries nothing.
        }
        TableShape source = from.get();
        long alike = after.lenses().stream().filter(other -> collides(lens, other)).count();
        if (to.isEmpty() || find(before, lens.toTable(), lens.toSchema()).isPresent()) {
            records(
                    "LENS_TARGET",
                    source,
                    "has a lens to %s under schema %d, which is not a new table"
                            .formatted(lens.toTable(), lens.toSchema()),
                    "let it lead to a table with a new schema");
        } else if (alike > 1) {
            records(
                    "LENS_DOUBLE",
                    source,
                    "shares a lens's source or target with another lens",
                    "one table is carried to one table; merge them within a family");
        } else if (!lens.fromKey().equals(source.key())
                || !lens.fromValue().equals(source.value())) {
            records(
                    "LENS_FROM_OTHER_SHAPE",
                    source,
                    "is taken by its lens for something else than is in force",
                    "copy the record classes as they are in force");
        } else if (lens.family()
                && !Family.rootOf(source.key()).equals(Family.rootOf(to.get().key()))) {
            records(
                    "FAMILY_ROOT_CHANGED",
                    source,
                    "gets another first field of its key, so families would not stay together",
                    "keep the first field; re-key below it");
        }
    }

    private boolean collides(LensShape one, LensShape other) {
        boolean sameTarget =
                one.toTable().equals(other.toTable()) && one.toSchema() == other.toSchema();
        boolean sameSource =
                one.table().equals(other.table()) && one.fromSchema() == other.fromSchema();
        return (sameTarget || sameSource)
                && find(before, other.table(), other.fromSchema()).isPresent();
    }

    private boolean hasLensFrom(TableShape table) {
        return after.lenses().stream()
                .anyMatch(
                        lens ->
                                lens.table().equals(table.name())
                                        && lens.fromSchema() == table.schema());
    }

    private void records(String code, TableShape table, String what, String todo) {
        problems.add(
                new Problem(
                        code, "table " + table.name(), what, "every record in it", todo, false));
    }

    private static Optional<TableShape> find(Descriptor descriptor, String name, int schema) {
        return descriptor.tables().stream()
                .filter(table -> table.name().equals(name) && table.schema() == schema)
                .findFirst();
    }
}
