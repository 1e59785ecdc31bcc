package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import theseus.kernel.BackfillCursor;
import theseus.kernel.BlockInput;
import theseus.kernel.BlockResult;
import theseus.kernel.Filled;
import theseus.kernel.Followed;
import theseus.kernel.PlanRecord;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.StateView;
import theseus.kernel.spi.UnlinkedTables;
import theseus.protocol.CborReader;
import theseus.protocol.CborWriter;
import theseus.protocol.Family;
import theseus.protocol.Phase;
import theseus.protocol.Schema;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;
import theseus.state.VersionedState;
import theseus.storage.memory.MemoryStorage;

/**
 * Filling while blocks go on comes to what filling at the start height and following each block
 * would: with lenses that remember how often a unit changed, so that any other order shows.
 */
final class FillingTest {
    private static final TableId OLD = new TableId("a", "single", 1);
    private static final TableId NEW = new TableId("a", "single", 2);
    private static final TableId OLD_FAMILY = new TableId("a", "family", 1);
    private static final TableId NEW_FAMILY = new TableId("a", "family", 2);
    private static final Schema PAIR =
            new Schema.Structure(
                    "Pair",
                    List.of(
                            new Schema.Field("root", new Schema.Int(64)),
                            new Schema.Field("leaf", new Schema.Int(64))));
    private static final List<ReadTable> READ =
            List.of(
                    new ReadTable(OLD_FAMILY, PAIR, true),
                    new ReadTable(OLD, new Schema.Int(64), false));
    private static final Hash PLAN = new Hash(Bytes.wrap(new byte[32]));
    private static final PlanRecord PLAN_AT_START =
            PlanRecord.begun(TestPlans.of(Hash.ZERO, List.of()), Phase.BACKFILL, 1, 0, 0);

    @Test
    void anyInterleavingComesToTheSame() {
        long seed = Long.getLong("theseus.seed", System.nanoTime());
        System.out.println("seed " + seed);
        int early = 0;
        for (int round = 0; round < 30; round++) {
            early += run(new Random(seed + round), "seed " + seed + " round " + round) ? 1 : 0;
        }
        assertTrue(early > 5, "blocks came too late to matter");
    }

    /** Whether a block came while it was being filled. */
    private static boolean run(Random random, String what) {
        try (VersionedState state = VersionedState.open(new MemoryStorage(), 2)) {
            Map<Bytes, Long> reference = new TreeMap<>();
            state.commit(state.stage(0, blockChanges(random, 60)), List.of());
            UnlinkedTables tables = state.unlinked(PLAN);
            Counting steps = new Counting();
            Filling filling = new Filling(steps, tables, READ);
            FollowerMark mark = filling.begin(state.head(), PLAN_AT_START);
            allUnits(state.head()).forEach(unit -> reference.put(unit, 1L));
            long height = 0;
            boolean early = false;
            while (!mark.isFilled() || height < 5) {
                if (!mark.isFilled() && random.nextInt(3) > 0) {
                    mark = filling.step(state.head(), PLAN_AT_START, mark, 1 + random.nextInt(5));
                    continue;
                }
                StateView before = state.head();
                ChangeSet changes = blockChanges(random, random.nextInt(6));
                height++;
                state.commit(state.stage(height, changes), List.of());
                Effects block = effects(before, height, changes);
                mark =
                        filling.beforeBlock(
                                block, PLAN_AT_START, FollowerMark.decode(tables.mark()));
                early |= !mark.isFilled();
                tables.write(
                        steps.catchUp(block, tables, PLAN_AT_START).changes(),
                        height,
                        mark.encode());
                follow(before, state.head(), changes, reference);
                // whoever stops here and starts again knows all from the tables
                filling = new Filling(steps, tables, READ);
                mark = FollowerMark.decode(tables.mark());
            }
            assertEquals(reference, carried(tables), what);
            assertTrue(
                    tables.range(TableId.kernel("early0"), Bytes.EMPTY, Optional.empty(), 9)
                            .isEmpty(),
                    what);
            assertTrue(
                    tables.range(TableId.kernel("early1"), Bytes.EMPTY, Optional.empty(), 9)
                            .isEmpty(),
                    what);
            return early;
        }
    }

    private static Effects effects(StateView before, long height, ChangeSet changes) {
        return new Effects(
                before,
                new BlockInput(
                        Hash.ZERO,
                        height,
                        height,
                        Hash.ZERO,
                        new PublicKey(PublicKey.ED25519, Hash.ZERO.bytes()),
                        List.of()),
                new BlockResult(changes, List.of(), List.of(), List.of(), List.of()));
    }

    private static ChangeSet blockChanges(Random random, int count) {
        SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> tables = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            boolean family = random.nextBoolean();
            Bytes key =
                    family
                            ? new CborWriter()
                                    .arrayHeader(2)
                                    .integer(random.nextInt(12))
                                    .integer(random.nextInt(4))
                                    .toBytes()
                            : new CborWriter().integer(random.nextInt(40)).toBytes();
            Optional<Bytes> value =
                    random.nextInt(4) == 0
                            ? Optional.empty()
                            : Optional.of(
                                    new CborWriter().integer(random.nextInt(1_000)).toBytes());
            tables.computeIfAbsent(family ? OLD_FAMILY : OLD, any -> new TreeMap<>())
                    .put(key, value);
        }
        return new ChangeSet(tables);
    }

    /** Units as they are marked in the new tables: the root's encoding, or the key. */
    private static TreeSet<Bytes> allUnits(StateView state) {
        TreeSet<Bytes> units = new TreeSet<>();
        state.range(OLD, Bytes.EMPTY, Optional.empty(), 1_000)
                .forEach(row -> units.add(name(OLD, row.key())));
        state.range(OLD_FAMILY, Bytes.EMPTY, Optional.empty(), 1_000)
                .forEach(row -> units.add(name(OLD_FAMILY, row.key())));
        return units;
    }

    private static Bytes name(TableId table, Bytes key) {
        return table.equals(OLD)
                ? Bytes.fromHex("00").concat(key)
                : Bytes.fromHex("01").concat(Family.root(PAIR, key));
    }

    private static void follow(
            StateView before, StateView after, ChangeSet changes, Map<Bytes, Long> reference) {
        TreeSet<Bytes> changed = new TreeSet<>();
        changes.tables()
                .forEach((table, rows) -> rows.keySet().forEach(k -> changed.add(name(table, k))));
        TreeSet<Bytes> now = allUnits(after);
        for (Bytes unit : changed) {
            if (now.contains(unit)) {
                reference.merge(unit, 1L, Long::sum);
            } else {
                reference.remove(unit);
            }
        }
    }

    private static Map<Bytes, Long> carried(StateView tables) {
        Map<Bytes, Long> all = new TreeMap<>();
        for (TableId table : List.of(NEW, NEW_FAMILY)) {
            for (var row : tables.range(table, Bytes.EMPTY, Optional.empty(), 1_000)) {
                all.put(
                        table.equals(NEW)
                                ? Bytes.fromHex("00").concat(row.key())
                                : Bytes.fromHex("01").concat(row.key()),
                        new CborReader(row.value()).integer(64));
            }
        }
        return all;
    }

    /** The new record of a unit counts how often it was carried since it came to be. */
    private static final class Counting implements Steps {
        @Override
        public Filled begin(StateView state, StateView tables, PlanRecord plan) {
            return new Filled(
                    ChangeSet.EMPTY,
                    BackfillCursor.at(OLD_FAMILY, Bytes.EMPTY),
                    0,
                    Optional.empty());
        }

        @Override
        public Filled fill(
                StateView state,
                StateView tables,
                PlanRecord plan,
                BackfillCursor from,
                int records) {
            TreeMap<TableId, SortedMap<Bytes, Optional<Bytes>>> changes = new TreeMap<>();
            BackfillCursor cursor = from;
            long carried = 0;
            while (!cursor.isDone() && carried < records) {
                ReadTable table =
                        cursor.table().orElseThrow().equals(OLD) ? READ.get(1) : READ.get(0);
                var first = state.range(table.id(), cursor.next(), Optional.empty(), 1);
                if (first.isEmpty()) {
                    cursor =
                            table.id().equals(OLD)
                                    ? BackfillCursor.DONE
                                    : BackfillCursor.at(OLD, Bytes.EMPTY);
                    continue;
                }
                Bytes key = first.getFirst().key();
                put(table.id(), key, tables, changes, true);
                cursor = BackfillCursor.at(table.id(), table.end(table.unit(key)));
                carried++;
            }
            return new Filled(new ChangeSet(changes), cursor, carried, Optional.empty());
        }

        private static void put(
                TableId table,
                Bytes key,
                StateView tables,
                SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> changes,
                boolean there) {
            TableId to = table.equals(OLD) ? NEW : NEW_FAMILY;
            Bytes at = table.equals(OLD) ? key : Family.root(PAIR, key);
            long before = tables.get(to, at).map(one -> new CborReader(one).integer(64)).orElse(0L);
            changes.computeIfAbsent(to, any -> new TreeMap<>())
                    .put(
                            at,
                            there
                                    ? Optional.of(new CborWriter().integer(before + 1).toBytes())
                                    : Optional.empty());
        }

        @Override
        public Followed catchUp(Effects block, StateView tables, PlanRecord plan) {
            TreeMap<TableId, SortedMap<Bytes, Optional<Bytes>>> changes = new TreeMap<>();
            block.result()
                    .changes()
                    .tables()
                    .forEach(
                            (table, rows) ->
                                    rows.keySet()
                                            .forEach(
                                                    key ->
                                                            put(
                                                                    table,
                                                                    key,
                                                                    tables,
                                                                    changes,
                                                                    isThere(block, table, key))));
            return new Followed(new ChangeSet(changes), new ArrayList<>(), Optional.empty());
        }

        private static boolean isThere(Effects block, TableId table, Bytes key) {
            SortedMap<Bytes, Optional<Bytes>> rows = block.result().changes().tables().get(table);
            if (table.equals(OLD)) {
                return rows.get(key).isPresent();
            }
            TreeMap<Bytes, Bytes> family = new TreeMap<>();
            Bytes root = Family.root(PAIR, key);
            block.before()
                    .range(
                            table,
                            Family.first(PAIR, root),
                            Optional.of(Family.end(PAIR, root)),
                            100)
                    .forEach(row -> family.put(row.key(), row.value()));
            rows.forEach(
                    (one, value) -> {
                        if (Family.root(PAIR, one).equals(root)) {
                            value.ifPresentOrElse(
                                    v -> family.put(one, v), () -> family.remove(one));
                        }
                    });
            return !family.isEmpty();
        }

        @Override
        public Followed shadow(Effects block, StateView tables, PlanRecord plan) {
            return catchUp(block, tables, plan);
        }
    }
}
