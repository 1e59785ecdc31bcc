package theseus.storage.rocksdb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.StateView;
import theseus.protocol.TableId;
import theseus.protocol.TrieHash;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** The state as plain maps, with the root computed straight from the rule. */
record Model(SortedMap<TableId, SortedMap<Bytes, Bytes>> tables) {
    static final Model EMPTY = new Model(new TreeMap<>());

    static final List<TableId> TABLES =
            List.of(
                    new TableId("assets", "balances", 1),
                    new TableId("assets", "balances", 2),
                    new TableId("assets", "supply", 1),
                    TableId.kernel("accounts"),
                    new TableId("a", "b", 70_000));

    Model with(ChangeSet changes) {
        SortedMap<TableId, SortedMap<Bytes, Bytes>> after = new TreeMap<>(tables);
        changes.tables()
                .forEach(
                        (table, records) -> {
                            SortedMap<Bytes, Bytes> content =
                                    new TreeMap<>(after.getOrDefault(table, new TreeMap<>()));
                            records.forEach(
                                    (key, value) ->
                                            value.ifPresentOrElse(
                                                    bytes -> content.put(key, bytes),
                                                    () -> content.remove(key)));
                            after.put(table, content);
                        });
        return new Model(after);
    }

    SortedMap<Bytes, Bytes> table(TableId table) {
        return tables.getOrDefault(table, new TreeMap<>());
    }

    List<StateView.Row> range(TableId table, Bytes from, Optional<Bytes> to, int limit) {
        SortedMap<Bytes, Bytes> tail = table(table).tailMap(from);
        if (to.isPresent()) {
            tail = to.get().compareTo(from) <= 0 ? new TreeMap<>() : tail.headMap(to.get());
        }
        return tail.entrySet().stream()
                .limit(limit)
                .map(entry -> new StateView.Row(entry.getKey(), entry.getValue()))
                .toList();
    }

    Hash root() {
        List<Hash[]> tops = new ArrayList<>();
        tables.forEach(
                (table, records) -> {
                    if (!records.isEmpty()) {
                        tops.add(new Hash[] {TrieHash.path(table), root(table)});
                    }
                });
        return root(tops, 0);
    }

    Hash root(TableId table) {
        List<Hash[]> leaves = new ArrayList<>();
        table(table)
                .forEach(
                        (key, value) ->
                                leaves.add(new Hash[] {TrieHash.path(key), TrieHash.value(value)}));
        return root(leaves, 0);
    }

    private static Hash root(List<Hash[]> leaves, int depth) {
        if (leaves.isEmpty()) {
            return Hash.ZERO;
        }
        if (leaves.size() == 1) {
            return TrieHash.leaf(leaves.getFirst()[0], leaves.getFirst()[1]);
        }
        List<Hash[]> left = leaves.stream().filter(l -> TrieHash.bit(l[0], depth) == 0).toList();
        List<Hash[]> right = leaves.stream().filter(l -> TrieHash.bit(l[0], depth) == 1).toList();
        return TrieHash.inner(root(left, depth + 1), root(right, depth + 1));
    }

    /** Random changes, of which many touch what is there; sometimes a whole table goes. */
    ChangeSet randomChanges(Random random, int most) {
        SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> changes = new TreeMap<>();
        int count = random.nextInt(most + 1);
        for (int i = 0; i < count; i++) {
            TableId table = TABLES.get(random.nextInt(TABLES.size()));
            Optional<Bytes> value =
                    random.nextInt(3) == 0 ? Optional.empty() : Optional.of(bytes(random, 200));
            changes.computeIfAbsent(table, id -> new TreeMap<>()).put(key(random), value);
        }
        if (random.nextInt(10) == 0) {
            TableId table = TABLES.get(random.nextInt(TABLES.size()));
            TreeMap<Bytes, Optional<Bytes>> removals = new TreeMap<>();
            table(table).keySet().forEach(key -> removals.put(key, Optional.empty()));
            changes.put(table, removals);
        }
        return new ChangeSet(changes);
    }

    /** From few enough keys that blocks meet the same ones; some are prefixes of others. */
    static Bytes key(Random random) {
        byte[] key = new byte[random.nextInt(4)];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (random.nextInt(6) * 51);
        }
        return Bytes.wrap(key);
    }

    private static Bytes bytes(Random random, int most) {
        byte[] bytes = new byte[random.nextInt(most)];
        random.nextBytes(bytes);
        return Bytes.wrap(Arrays.copyOf(bytes, bytes.length));
    }
}
