package theseus.assessment;

import java.util.List;
import java.util.Optional;
import theseus.protocol.Descriptor;
import theseus.protocol.Descriptor.LensShape;
import theseus.protocol.Descriptor.TableKind;
import theseus.protocol.Descriptor.TableShape;
import theseus.protocol.Schema;

/** What changes in a module's tables, and whether lenses carry their records. */
final class TableChanges {
    private final Descriptor old;
    private final Descriptor now;
    private final ChangeList changes;

    TableChanges(Descriptor old, Descriptor now, ChangeList changes) {
        this.old = old;
        this.now = now;
        this.changes = changes;
    }

    void add() {
        for (TableShape table : now.tables()) {
            if (table.kind() == TableKind.BASE) {
                inForce(table.name())
                        .ifPresentOrElse(before -> base(before, table), () -> added(table));
            } else if (!old.tables().contains(table)) {
                derived(table);
            }
        }
        for (TableShape before : old.tables()) {
            if (now.tables().stream().noneMatch(table -> table.name().equals(before.name()))) {
                gone(before);
            }
        }
        for (LensShape lens : now.lenses()) {
            unused(lens);
        }
    }

    private void added(TableShape table) {
        boolean carried = now.lenses().stream().anyMatch(lens -> leadsTo(lens, table));
        changes.note(
                VersionStep.MINOR,
                "TABLE_ADDED",
                name(table),
                carried ? "is new; a lens fills it" : "is new, and empty at first");
    }

    private void base(TableShape before, TableShape table) {
        if (table.schema() < before.schema()) {
            changes.error(
                    "SCHEMA_LOWERED",
                    name(table),
                    "schema %d is in force".formatted(before.schema()),
                    "raise it: Table.of(...).schema(%d)".formatted(before.schema() + 1));
        } else if (table.schema() == before.schema()) {
            sameSchema(before, table);
        } else {
            newSchema(before, table);
        }
    }

    private void sameSchema(TableShape before, TableShape table) {
        if (!table.equals(before)) {
            changes.add(
                    VersionStep.MAJOR,
                    Severity.ERROR,
                    "SCHEMA_CHANGED",
                    name(table),
                    "has another shape under the same schema: " + difference(before, table),
                    "every record in it",
                    "raise the schema to %d and add a lens".formatted(before.schema() + 1));
        }
    }

    private void newSchema(TableShape before, TableShape table) {
        Optional<LensShape> found =
                now.lenses().stream()
                        .filter(lens -> leadsTo(lens, table))
                        .filter(lens -> lens.table().equals(before.name()))
                        .filter(lens -> lens.fromSchema() == before.schema())
                        .findFirst();
        String what = "schema %d to %d".formatted(before.schema(), table.schema());
        String difference = difference(before, table);
        if (found.isEmpty()) {
            changes.add(
                    VersionStep.MAJOR,
                    Severity.ERROR,
                    "LENS_MISSING",
                    name(table),
                    what + " without a lens from schema " + before.schema(),
                    "every record in it",
                    "add one: module.lens(old, new, ...)");
            return;
        }
        LensShape lens = found.get();
        if (!lens.fromKey().equals(before.key()) || !lens.fromValue().equals(before.value())) {
            String key = ShapeDifference.between(before.key(), lens.fromKey());
            String value = ShapeDifference.between(before.value(), lens.fromValue());
            changes.error(
                    "LENS_FROM_OTHER_SHAPE",
                    name(table),
                    "its lens takes old records for something else: "
                            + (key.isEmpty() ? value : key),
                    "copy the old record classes as they are in force, simple names included");
        } else if (lens.family() && !root(before.key()).equals(root(table.key()))) {
            changes.error(
                    "FAMILY_ROOT_CHANGED",
                    name(table),
                    "the first field of its key changes, so families would not stay together",
                    "keep the first field; re-key below it");
        } else {
            changes.add(
                    VersionStep.MAJOR,
                    Severity.NOTE,
                    "TABLE_CHANGED",
                    name(table),
                    what
                            + " by a lens of "
                            + (lens.family() ? "families" : "records")
                            + (difference.isEmpty() ? "" : ": " + difference),
                    "whoever proves its records",
                    "");
        }
    }

    private void derived(TableShape table) {
        changes.note(
                VersionStep.MINOR,
                "DERIVED_REBUILT",
                name(table),
                "is computed anew from the records of " + table.of().orElse(table.name()));
    }

    private void gone(TableShape table) {
        if (table.kind() != TableKind.BASE) {
            changes.note(VersionStep.MINOR, "DERIVED_GONE", name(table), "is no longer kept");
            return;
        }
        changes.breaks(
                "TABLE_GONE",
                name(table),
                "is no longer there; its records leave the state when the plan is final",
                "whoever proves its records",
                "");
    }

    private void unused(LensShape lens) {
        boolean used =
                old.tables().stream()
                        .anyMatch(
                                table ->
                                        table.name().equals(lens.table())
                                                && table.schema() == lens.fromSchema());
        if (!used) {
            changes.add(
                    VersionStep.NONE,
                    Severity.NOTE,
                    "LENS_UNUSED",
                    "table " + lens.table(),
                    "the lens from schema %d has nothing to carry: that schema is not in force"
                            .formatted(lens.fromSchema()),
                    "",
                    "leave it out");
        }
    }

    /** The base table of that name; with several schemas, the highest is the one in force. */
    private Optional<TableShape> inForce(String table) {
        return old.tables().stream()
                .filter(one -> one.kind() == TableKind.BASE && one.name().equals(table))
                .reduce((a, b) -> a.schema() >= b.schema() ? a : b);
    }

    private static boolean leadsTo(LensShape lens, TableShape table) {
        return lens.toTable().equals(table.name()) && lens.toSchema() == table.schema();
    }

    private static String difference(TableShape before, TableShape table) {
        String key = ShapeDifference.between(before.key(), table.key());
        String value = ShapeDifference.between(before.value(), table.value());
        return String.join(
                "; ",
                List.of(key.isEmpty() ? "" : "key: " + key, value).stream()
                        .filter(one -> !one.isEmpty())
                        .toList());
    }

    /** What a family has in common: the key's first field, the whole key where it has none. */
    private static Schema root(Schema key) {
        return key instanceof Schema.Structure structure && !structure.fields().isEmpty()
                ? structure.fields().getFirst().schema()
                : key;
    }

    private static String name(TableShape table) {
        return "table " + table.name();
    }
}
