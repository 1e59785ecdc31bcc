package theseus.kernel;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import theseus.kernel.spi.ChangeSet;
import theseus.protocol.Descriptor.LensShape;
import theseus.protocol.TableId;

/**
 * What lies between the tables of the versions in force and those of a plan's candidates. A table
 * that both have is shared: there is one, and both worlds write it. Of the others, a lens joins
 * two; what no lens joins is one side's alone.
 *
 * @param added tables that only candidates have; beside the chain, the list of {@link LeftOut} too
 * @param dropped tables that only versions in force have
 * @param byOld lensed tables by the older table
 * @param byNew the same by the newer
 * @param oldOver shared tables from which a version in force derives a table of its own
 * @param newOver shared tables from which a candidate derives a table of its own
 * @param unrelated base tables of one side that no lens joins to one of the other
 * @param watched tables of candidates in which a record may stand that the other side does not see,
 *     with what is derived from them
 */
record Crossing(
        SortedSet<TableId> added,
        SortedSet<TableId> dropped,
        SortedMap<TableId, LensedTable> byOld,
        SortedMap<TableId, LensedTable> byNew,
        SortedMap<TableId, Keeper> oldOver,
        SortedMap<TableId, Keeper> newOver,
        Set<TableId> unrelated,
        Set<TableId> watched) {
    /** An instance that derives tables from one of its base tables. */
    record Keeper(Instance instance, int table) {}

    static Crossing of(Instances old, Instances candidates, Set<String> names) {
        Crossing crossing =
                new Crossing(
                        new TreeSet<>(),
                        new TreeSet<>(),
                        new TreeMap<>(),
                        new TreeMap<>(),
                        new TreeMap<>(),
                        new TreeMap<>(),
                        new TreeSet<>(),
                        new TreeSet<>());
        for (String name : names) {
            Optional<Instance> before = old.find(name);
            Optional<Instance> after = candidates.find(name);
            if (candidates.isRetired(name)) {
                before.ifPresent(instance -> crossing.dropped.addAll(instance.tables()));
            } else if (after.isPresent()) {
                crossing.add(before, after.get());
            }
        }
        if (!crossing.byOld.isEmpty() || !crossing.newOver.isEmpty()) {
            crossing.added.add(KernelTables.LEFT_OUT);
        }
        return new Crossing(
                Collections.unmodifiableSortedSet(crossing.added),
                Collections.unmodifiableSortedSet(crossing.dropped),
                Collections.unmodifiableSortedMap(crossing.byOld),
                Collections.unmodifiableSortedMap(crossing.byNew),
                Collections.unmodifiableSortedMap(crossing.oldOver),
                Collections.unmodifiableSortedMap(crossing.newOver),
                Collections.unmodifiableSet(crossing.unrelated),
                Collections.unmodifiableSet(crossing.watched));
    }

    /** All pairs of lensed tables, in the order of the older. */
    List<LensedTable> lensed() {
        return List.copyOf(byOld.values());
    }

    /** Whether changes of the version in force change anything of the candidate's. */
    boolean isTouchedBy(ChangeSet changes) {
        for (TableId table : changes.tables().keySet()) {
            if (byOld.containsKey(table) || newOver.containsKey(table)) {
                return true;
            }
        }
        return false;
    }

    private void add(Optional<Instance> before, Instance after) {
        SortedSet<TableId> olds = before.map(Instance::tables).orElseGet(TreeSet::new);
        SortedSet<TableId> news = after.tables();
        news.stream().filter(table -> !olds.contains(table)).forEach(added::add);
        olds.stream().filter(table -> !news.contains(table)).forEach(dropped::add);
        before.ifPresent(
                instance -> {
                    lenses(instance, after);
                    keepers(instance, news, dropped, oldOver);
                    alone(instance, dropped, byOld.keySet());
                });
        keepers(after, olds, added, newOver);
        alone(after, added, byNew.keySet());
        watch(after);
    }

    private void alone(Instance instance, Set<TableId> own, Set<TableId> lensed) {
        for (int i = 0; i < instance.layout().tableCount(); i++) {
            TableId table = instance.table(i);
            boolean base = instance.layout().baseOf(i) == i;
            if (base && own.contains(table) && !lensed.contains(table)) {
                unrelated.add(table);
            }
        }
    }

    private void lenses(Instance before, Instance after) {
        List<LensShape> shapes = after.layout().descriptor().lenses();
        for (int i = 0; i < shapes.size(); i++) {
            LensShape lens = shapes.get(i);
            Optional<Integer> from = before.number(lens.table(), lens.fromSchema());
            Optional<Integer> to = after.number(lens.toTable(), lens.toSchema());
            if (from.isEmpty() || to.isEmpty()) {
                continue;
            }
            LensedTable pair =
                    new LensedTable(
                            before,
                            after,
                            i,
                            lens.family(),
                            from.get(),
                            to.get(),
                            before.layout().table(from.get()).shape().key(),
                            after.layout().table(to.get()).shape().key());
            // A lens of an earlier upgrade, whose newer table is in force already, does nothing.
            if (dropped.contains(pair.oldId()) && added.contains(pair.newId())) {
                byOld.putIfAbsent(pair.oldId(), pair);
                byNew.putIfAbsent(pair.newId(), pair);
            }
        }
    }

    /** Notes the base tables that the other side has too, where a table derived from it has not. */
    private static void keepers(
            Instance instance,
            SortedSet<TableId> others,
            SortedSet<TableId> own,
            SortedMap<TableId, Keeper> keepers) {
        for (int i = 0; i < instance.layout().tableCount(); i++) {
            int base = instance.layout().baseOf(i);
            if (base != i && own.contains(instance.table(i))) {
                TableId of = instance.table(base);
                if (others.contains(of)) {
                    keepers.put(of, new Keeper(instance, base));
                }
            }
        }
    }

    private void watch(Instance after) {
        for (int i = 0; i < after.layout().tableCount(); i++) {
            if (byNew.containsKey(after.table(after.layout().baseOf(i)))) {
                watched.add(after.table(i));
            }
        }
    }
}
