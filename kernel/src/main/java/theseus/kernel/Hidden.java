package theseus.kernel;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.Outcome.Image;
import theseus.kernel.spi.StateView;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.Descriptor.TableKind;
import theseus.protocol.Family;
import theseus.protocol.Schema;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/**
 * Whether the candidate's world met records that the version in force does not see. What follows
 * from such a record the other world cannot do alike, and anybody may have made it; so it is no
 * fault of the candidate.
 */
final class Hidden {
    /** Any two fields: an index key is what it is indexed by and the record's key. */
    private static final Schema INDEX_KEY =
            new Schema.Structure(
                    "IndexKey",
                    List.of(
                            new Schema.Field("by", new Schema.Bool()),
                            new Schema.Field("key", new Schema.Bool())));

    private final Crossing crossing;
    private final StateView before;
    private final Upkeep upkeep;

    private Hidden(Crossing crossing, StateView base, Upkeep upkeep) {
        this.crossing = crossing;
        this.before = base;
        this.upkeep = upkeep;
    }

    /** What it read is in {@code reads}; what it wrote, in {@code candidate}. */
    static boolean met(
            Crossing crossing, StateView base, Reads reads, ChangeSet candidate, Upkeep upkeep) {
        if (crossing.watched().isEmpty()) {
            return false;
        }
        Hidden hidden = new Hidden(crossing, base, upkeep);
        for (var read : reads.keys().entrySet()) {
            if (hidden.met(read.getKey(), read.getValue())) {
                return true;
            }
        }
        for (TableId table : crossing.byNew().keySet()) {
            SortedMap<Bytes, Optional<Bytes>> written = candidate.tables().get(table);
            if (written != null && hidden.met(table, written.keySet())) {
                return true;
            }
        }
        return false;
    }

    /** Whether the version in force sees nothing of a record of a candidate's lensed table. */
    static boolean isHidden(Crossing crossing, StateView state, TableId table, Bytes key) {
        LensedTable lensed = crossing.byNew().get(table);
        return lensed != null && isHidden(new Way(lensed, true, Upkeep.ofSubmission()), state, key);
    }

    private boolean met(TableId table, Set<Bytes> keys) {
        LensedTable lensed = crossing.byNew().get(table);
        if (lensed != null) {
            return records(lensed, keys);
        }
        for (LensedTable pair : crossing.lensed()) {
            Instance candidate = pair.candidate();
            for (int i = 0; i < candidate.layout().tableCount(); i++) {
                if (candidate.table(i).equals(table)
                        && candidate.layout().baseOf(i) == pair.newTable()) {
                    return candidate.layout().table(i).shape().kind() == TableKind.SUM
                            ? sumDiffers(pair, table)
                            : indexed(pair, keys);
                }
            }
        }
        return false;
    }

    private boolean indexed(LensedTable pair, Set<Bytes> keys) {
        SortedSet<Bytes> records = new TreeSet<>();
        keys.forEach(key -> records.add(recordKey(key)));
        return records(pair, records);
    }

    /**
     * A sum over hidden records too; where both sides keep it, they differ by those. Without one,
     * they differ because the candidate sums up otherwise.
     */
    private boolean sumDiffers(LensedTable pair, TableId sum) {
        if (HiddenCount.of(before, pair.newId()) == 0) {
            return false;
        }
        for (TableId old : pair.old().tables()) {
            if (old.table().equals(sum.table())) {
                return DerivedTables.total(before, old) != DerivedTables.total(before, sum);
            }
        }
        return false;
    }

    private boolean records(LensedTable pair, Set<Bytes> keys) {
        Way up = new Way(pair, true, upkeep);
        for (Bytes key : keys) {
            if (isHidden(up, before, key)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHidden(Way up, StateView state, Bytes key) {
        Optional<Bytes> value = state.get(up.target(), key);
        if (value.isEmpty()) {
            return false;
        }
        if (!up.pair().family()) {
            return MirrorUnits.isHidden(up, List.of(new Row(key, value.get())));
        }
        List<Row> family = up.family(state, false, Family.root(up.targetKey(), key));
        Image down = up.back(family, List.of());
        if (!(down instanceof Image.Is(List<Row> old)) || old.isEmpty()) {
            return down instanceof Image.Absent || down instanceof Image.Is;
        }
        // Part of a family may be hidden too: what does not come up again as it is.
        return up.carry(old, List.of()) instanceof Image.Is(List<Row> seen)
                && !seen.contains(new Row(key, value.get()));
    }

    private static Bytes recordKey(Bytes indexKey) {
        int head = 1;
        int by = Family.root(INDEX_KEY, indexKey).size();
        return indexKey.slice(head + by, indexKey.size());
    }
}
