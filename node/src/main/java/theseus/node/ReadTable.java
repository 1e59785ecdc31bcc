package theseus.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import theseus.kernel.Planned;
import theseus.protocol.Descriptor;
import theseus.protocol.Descriptor.LensShape;
import theseus.protocol.Descriptor.TableKind;
import theseus.protocol.Descriptor.TableShape;
import theseus.protocol.Family;
import theseus.protocol.Schema;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/**
 * A table in force from which a plan's new tables are filled.
 *
 * @param family whether its units are families of records
 */
record ReadTable(TableId id, Schema key, boolean family) {
    /** Those of a plan, in the order of their ids. */
    static List<ReadTable> of(Planned planned) {
        List<ReadTable> read = new ArrayList<>();
        planned.changes()
                .forEach(
                        (instance, changed) -> {
                            if (changed.before().isPresent() && changed.after().isPresent()) {
                                add(instance, changed.before().get(), changed.after().get(), read);
                            }
                        });
        read.sort(Comparator.comparing(ReadTable::id));
        return List.copyOf(read);
    }

    private static void add(
            String instance, Descriptor before, Descriptor after, List<ReadTable> read) {
        Set<TableId> olds = ids(instance, before);
        Set<TableId> news = ids(instance, after);
        for (TableShape table : before.tables()) {
            TableId id = new TableId(instance, table.name(), table.schema());
            if (table.kind() != TableKind.BASE) {
                continue;
            }
            if (news.contains(id)) {
                boolean derivesMore =
                        after.tables().stream()
                                .filter(one -> one.of().equals(Optional.of(id.table())))
                                .filter(one -> one.schema() == id.schema())
                                .map(one -> new TableId(instance, one.name(), one.schema()))
                                .anyMatch(one -> !olds.contains(one));
                if (derivesMore) {
                    read.add(new ReadTable(id, table.key(), false));
                }
            } else {
                after.lenses().stream()
                        .filter(lens -> leads(lens, id))
                        .filter(
                                lens ->
                                        !olds.contains(
                                                new TableId(
                                                        instance, lens.toTable(), lens.toSchema())))
                        .findFirst()
                        .ifPresent(lens -> read.add(new ReadTable(id, table.key(), lens.family())));
            }
        }
    }

    private static boolean leads(LensShape lens, TableId from) {
        return lens.table().equals(from.table()) && lens.fromSchema() == from.schema();
    }

    private static Set<TableId> ids(String instance, Descriptor descriptor) {
        Set<TableId> ids = new TreeSet<>();
        descriptor
                .tables()
                .forEach(table -> ids.add(new TableId(instance, table.name(), table.schema())));
        return ids;
    }

    /** The first key that the unit of {@code record} could have. */
    Bytes unit(Bytes record) {
        return family ? Family.first(key, Family.root(key, record)) : record;
    }

    /** What comes after all keys of a unit, given by the first that it could have. */
    Bytes end(Bytes unit) {
        if (!family) {
            return unit.concat(Bytes.fromHex("00"));
        }
        int head = Family.first(key, Bytes.EMPTY).size();
        return Family.end(key, unit.slice(head, unit.size()));
    }
}
