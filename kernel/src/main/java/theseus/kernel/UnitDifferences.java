package theseus.kernel;

import java.util.ArrayList;
import java.util.LinkedHashSet;
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
import theseus.protocol.Family;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/**
 * The units of two lensed tables that are not each other's images after both worlds ran: {@code
 * up(o, n) = n} and {@code down(n, o) = o} must hold for each that one of them touched.
 */
final class UnitDifferences {
    private final Way up;
    private final StateView base;
    private final StateView oldAfter;
    private final StateView newAfter;
    private final Set<Bytes> seen = new TreeSet<>();
    private final Set<Difference> differences = new LinkedHashSet<>();

    private UnitDifferences(
            LensedTable pair,
            StateView base,
            StateView oldAfter,
            StateView newAfter,
            Upkeep upkeep) {
        this.up = new Way(pair, true, upkeep);
        this.base = base;
        this.oldAfter = oldAfter;
        this.newAfter = newAfter;
    }

    /** Among the units that {@code old} or {@code candidate} changed, both on {@code base}. */
    static List<Difference> between(
            Crossing crossing, StateView base, ChangeSet old, ChangeSet candidate, Upkeep upkeep) {
        List<Difference> differences = new ArrayList<>();
        StateView oldAfter = new Fold(base).apply(old);
        StateView newAfter = new Fold(base).apply(candidate);
        for (LensedTable pair : crossing.lensed()) {
            Set<Bytes> olds = keys(old, pair.oldId());
            Set<Bytes> news = keys(candidate, pair.newId());
            if (!olds.isEmpty() || !news.isEmpty()) {
                UnitDifferences found = new UnitDifferences(pair, base, oldAfter, newAfter, upkeep);
                if (pair.family()) {
                    found.families(olds, news);
                } else {
                    olds.forEach(found::ofOld);
                    news.forEach(found::ofNew);
                }
                differences.addAll(found.differences);
            }
        }
        return differences;
    }

    private static Set<Bytes> keys(ChangeSet changes, TableId table) {
        SortedMap<Bytes, Optional<Bytes>> rows = changes.tables().get(table);
        return rows == null ? Set.of() : rows.keySet();
    }

    private void families(Set<Bytes> olds, Set<Bytes> news) {
        SortedSet<Bytes> roots = new TreeSet<>();
        olds.forEach(key -> roots.add(Family.root(up.sourceKey(), key)));
        news.forEach(key -> roots.add(Family.root(up.targetKey(), key)));
        for (Bytes root : roots) {
            List<Row> old = up.family(oldAfter, true, root);
            List<Row> current = up.family(newAfter, false, root);
            boolean related =
                    old.isEmpty()
                            ? current.isEmpty() || hides(current)
                            : !current.isEmpty() && areRelated(old, current);
            if (!related) {
                differ(old, current);
            }
        }
    }

    /** The unit of the older record under {@code key}. */
    private void ofOld(Bytes key) {
        if (!seen.add(key)) {
            return;
        }
        List<Row> old = row(oldAfter, up.source(), key);
        List<Row> was = old.isEmpty() ? row(base, up.source(), key) : old;
        if (was.isEmpty()) {
            return;
        }
        List<Row> current = image(was);
        boolean related =
                old.isEmpty()
                        ? current.isEmpty() || !isImageOf(current, key)
                        : !current.isEmpty() && areRelated(old, current);
        if (!related) {
            differ(old, current);
        }
    }

    /** What stands in the newer table where the image of {@code old} belongs. */
    private List<Row> image(List<Row> old) {
        Image image = up.carry(old, List.of());
        return image instanceof Image.Is(List<Row> rows)
                ? row(newAfter, up.target(), rows.getFirst().key())
                : List.of();
    }

    private boolean isImageOf(List<Row> current, Bytes key) {
        return up.back(current, List.of()) instanceof Image.Is(List<Row> rows)
                && rows.getFirst().key().equals(key);
    }

    /** The units of the newer record under {@code key}: of the one before too, if it gave way. */
    private void ofNew(Bytes key) {
        oldKey(row(base, up.target(), key), false).ifPresent(this::ofOld);
        List<Row> current = row(newAfter, up.target(), key);
        Optional<Bytes> oldKey = oldKey(current, true);
        if (oldKey.isPresent()) {
            ofOld(oldKey.get());
            List<Row> old = row(oldAfter, up.source(), oldKey.get());
            if (old.isEmpty() || !image(old).equals(current)) {
                differ(old, current);
            }
        }
    }

    /** Under which key the version in force sees a newer record; empty when it does not. */
    private Optional<Bytes> oldKey(List<Row> current, boolean mustHaveImage) {
        if (current.isEmpty()) {
            return Optional.empty();
        }
        return switch (up.back(current, List.of())) {
            case Image.Absent() -> Optional.empty();
            case Image.Is(List<Row> rows) -> Optional.of(rows.getFirst().key());
            case Image.TooLarge large -> throw new IllegalStateException(large.toString());
            case Image.Refuse(String reason) -> {
                if (mustHaveImage) {
                    throw new CrossingFailed(new Mirrored.Refused(up.target(), reason));
                }
                yield Optional.empty();
            }
        };
    }

    private boolean hides(List<Row> family) {
        Image down = up.back(family, List.of());
        if (down instanceof Image.Refuse(String reason)) {
            throw new CrossingFailed(new Mirrored.Refused(up.target(), reason));
        }
        return down instanceof Image.Absent
                || down instanceof Image.Is(List<Row> rows) && rows.isEmpty();
    }

    private boolean areRelated(List<Row> old, List<Row> current) {
        Image down = up.back(current, old);
        if (down instanceof Image.Refuse(String reason)) {
            throw new CrossingFailed(new Mirrored.Refused(up.target(), reason));
        }
        return MirrorUnits.isThat(down, old) && MirrorUnits.isThat(up.carry(old, current), current);
    }

    private void differ(List<Row> old, List<Row> current) {
        differences.add(new Difference.OfUnit(up.source(), old, up.target(), current));
    }

    private static List<Row> row(StateView state, TableId table, Bytes key) {
        return state.get(table, key).map(value -> List.of(new Row(key, value))).orElse(List.of());
    }
}
