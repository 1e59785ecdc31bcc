package theseus.kernel;

import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.kernel.spi.ChangeSet;
import theseus.protocol.TableId;
import theseus.protocol.Transaction;
import theseus.sdk.Bytes;

/** Random transactions to {@link Notes} under {@code n}. */
final class Traffic {
    private static final int SENDERS = 6;
    private static final int ROOTS = 5;
    private static final int NUMBERS = 6;

    private Traffic() {}

    /** {@code marks}: whether messages that only version 2 knows are among them. */
    static Transaction[] random(TestChain chain, Random random, int most, boolean marks) {
        Transaction[] transactions = new Transaction[random.nextInt(1, most)];
        for (int i = 0; i < transactions.length; i++) {
            int sender = random.nextInt(SENDERS);
            long root = random.nextInt(ROOTS);
            long number = random.nextInt(NUMBERS);
            long value = random.nextInt(1, 70);
            int kind = random.nextInt(marks ? 10 : 8);
            transactions[i] =
                    kind < 6
                            ? chain.note(sender, "n", "Set", root, number, value)
                            : kind < 8
                                    ? chain.note(sender, "n", "Remove", root, number)
                                    : chain.note(
                                            sender,
                                            "n",
                                            "Mark",
                                            root,
                                            number,
                                            value,
                                            random.nextInt(10, 15));
        }
        return transactions;
    }

    /** What leads from one state to another. */
    static ChangeSet difference(MapState from, MapState to) {
        SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> tables = new TreeMap<>();
        to.tables.forEach(
                (table, rows) -> {
                    SortedMap<Bytes, Optional<Bytes>> all = new TreeMap<>();
                    rows.forEach((key, value) -> all.put(key, Optional.of(value)));
                    tables.put(table, all);
                });
        if (!from.tables.isEmpty()) {
            throw new IllegalArgumentException("only from an empty state");
        }
        return new ChangeSet(tables);
    }
}
