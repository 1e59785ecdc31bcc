package theseus.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The content of tables, base tables only: what is derived from them is computed when asked for. A
 * table without rows is the same as none.
 */
public final class Tables {
    private final TreeMap<TableName, TreeMap<String, String>> rows = new TreeMap<>();

    public Tables copy() {
        Tables copy = new Tables();
        rows.forEach((name, table) -> copy.rows.put(name, new TreeMap<>(table)));
        return copy;
    }

    public Optional<String> get(TableName table, String key) {
        return Optional.ofNullable(table(table).get(key));
    }

    /** The row as a list of one, or of none. */
    List<Row> row(TableName table, String key) {
        return get(table, key).map(value -> List.of(new Row(key, value))).orElse(List.of());
    }

    /** In the order of keys. */
    public List<Row> rows(TableName table) {
        List<Row> all = new ArrayList<>();
        table(table).forEach((key, value) -> all.add(new Row(key, value)));
        return all;
    }

    List<Row> family(TableName table, String family) {
        return rows(table).stream().filter(row -> row.family().equals(family)).toList();
    }

    public void put(TableName table, Row row) {
        rows.computeIfAbsent(table, _ -> new TreeMap<>()).put(row.key(), row.value());
    }

    public void remove(TableName table, String key) {
        TreeMap<String, String> found = rows.get(table);
        if (found != null) {
            found.remove(key);
            if (found.isEmpty()) {
                rows.remove(table);
            }
        }
    }

    void apply(Map<Cell, Optional<String>> changes) {
        changes.forEach(
                (cell, value) ->
                        value.ifPresentOrElse(
                                now -> put(cell.table(), new Row(cell.key(), now)),
                                () -> remove(cell.table(), cell.key())));
    }

    /** Takes these tables out of here. */
    Tables leave(Collection<TableName> names) {
        Tables left = new Tables();
        for (TableName name : names) {
            TreeMap<String, String> table = rows.remove(name);
            if (table != null) {
                left.rows.put(name, table);
            }
        }
        return left;
    }

    /** Adds all of these tables; none of them is here yet. */
    void join(Tables others) {
        others.rows.forEach((name, table) -> rows.put(name, new TreeMap<>(table)));
    }

    /** Keys under which the two differ. */
    SortedSet<String> changed(TableName table, Tables other) {
        SortedMap<String, String> here = table(table);
        SortedMap<String, String> there = other.table(table);
        SortedSet<String> keys = new TreeSet<>(here.keySet());
        keys.addAll(there.keySet());
        keys.removeIf(key -> get(table, key).equals(other.get(table, key)));
        return keys;
    }

    private SortedMap<String, String> table(TableName name) {
        TreeMap<String, String> found = rows.get(name);
        return found == null ? Collections.emptySortedMap() : found;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tables tables && tables.rows.equals(rows);
    }

    @Override
    public int hashCode() {
        return rows.hashCode();
    }

    @Override
    public String toString() {
        return rows.toString();
    }
}
