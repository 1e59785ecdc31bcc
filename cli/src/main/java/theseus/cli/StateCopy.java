package theseus.cli;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import theseus.client.ChainClient;
import theseus.kernel.Kernel;
import theseus.kernel.KernelTables;
import theseus.kernel.ModuleRecord;
import theseus.kernel.PlanRecord;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.StateStore;
import theseus.protocol.Artifact;
import theseus.protocol.CborReader;
import theseus.protocol.Descriptor;
import theseus.protocol.Plan;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.VersionedState;
import theseus.storage.memory.MemoryStorage;

/**
 * A chain's state at a height, copied from a node record by record. That it is whole shows in its
 * root, which the certified header of that height says. The node only reads.
 */
final class StateCopy {
    /** Versions that may still be read; there are few, see {@link ChainReplay}. */
    private static final int HISTORY = 1_000;

    private static final Bytes ZERO = Bytes.wrap(new byte[1]);

    private final ChainClient client;
    private final long height;
    private final LongConsumer progress;
    private final Layer rows = Layer.empty();
    private final HeapBudget budget = HeapBudget.ofThisProgram();
    private long count;

    private StateCopy(ChainClient client, long height, LongConsumer progress) {
        this.client = client;
        this.height = height;
        this.progress = progress;
    }

    /**
     * The state after the block of {@code height}; height 0 is computed from the genesis.
     *
     * @param progress hears how many records were copied so far
     */
    static StateStore of(ChainClient client, Kernel kernel, long height, LongConsumer progress) {
        StateStore store = VersionedState.open(new MemoryStorage(), HISTORY);
        StateCopy copy = new StateCopy(client, height, progress);
        ChangeSet content = height == 0 ? copy.genesis(kernel) : copy.all();
        StateStore.Staged staged = store.stage(0, content);
        if (height > 0) {
            Hash root = client.header(height).stateRoot();
            if (!staged.root().equals(root)) {
                throw Failure.refused(
                        "COPY_NOT_WHOLE",
                        "The records that the node gave for height %d lead to another state root than the certified one. Ask another node."
                                .formatted(height));
            }
        }
        store.commit(staged, List.of());
        return store;
    }

    private ChangeSet genesis(Kernel kernel) {
        Map<Hash, Artifact> artifacts = new TreeMap<>();
        new StateCopy(client, client.status().height(), progress)
                .copy(KernelTables.ARTIFACTS)
                .forEach(
                        row -> {
                            Artifact artifact = Artifact.decode(row.value());
                            artifacts.put(artifact.hash(), artifact);
                        });
        return kernel.genesis(client.genesis(), artifacts);
    }

    private ChangeSet all() {
        for (TableId table : kernelTables()) {
            copy(table);
        }
        SortedSet<TableId> tables = new TreeSet<>();
        Views.each(
                rows,
                KernelTables.MODULES,
                row ->
                        tables.addAll(
                                tables(
                                        new CborReader(row.key()).text(),
                                        ModuleRecord.decode(row.value()).artifact())));
        Views.each(
                rows,
                KernelTables.ACTIVE_PLANS,
                row ->
                        rows.get(KernelTables.PLANS, row.key())
                                .ifPresent(record -> tables.addAll(joined(record))));
        tables.forEach(this::copy);
        return rows.changes();
    }

    private List<ChainClient.Row> copy(TableId table) {
        List<ChainClient.Row> all = new java.util.ArrayList<>();
        Bytes from = Bytes.EMPTY;
        while (true) {
            List<ChainClient.Row> page = client.rows(table, from, height);
            if (page.isEmpty()) {
                return all;
            }
            for (ChainClient.Row row : page) {
                budget.add(row.key().size(), row.value().size());
                rows.put(table, row.key(), row.value());
            }
            if (table.equals(KernelTables.ARTIFACTS)) {
                all.addAll(page);
            }
            count += page.size();
            progress.accept(count);
            from = page.getLast().key().concat(ZERO);
        }
    }

    /** Those that the kernel names. */
    private static List<TableId> kernelTables() {
        return Arrays.stream(KernelTables.class.getFields())
                .filter(field -> field.getType() == TableId.class)
                .map(StateCopy::constant)
                .sorted()
                .toList();
    }

    private static TableId constant(Field field) {
        try {
            return (TableId) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " is public", e);
        }
    }

    private SortedSet<TableId> tables(String instance, Hash artifact) {
        SortedSet<TableId> tables = new TreeSet<>();
        descriptor(artifact)
                .ifPresent(
                        descriptor ->
                                descriptor
                                        .tables()
                                        .forEach(
                                                t ->
                                                        tables.add(
                                                                new TableId(
                                                                        instance,
                                                                        t.name(),
                                                                        t.schema()))));
        return tables;
    }

    /** The new tables of a plan that came to authority stand in the state until it is closed. */
    private SortedSet<TableId> joined(Bytes record) {
        PlanRecord plan = PlanRecord.decode(record);
        SortedSet<TableId> tables = new TreeSet<>();
        if (plan.joinedHeight() > 0) {
            for (Plan.Action action : plan.plan().actions()) {
                switch (action) {
                    case Plan.Action.Upgrade one -> tables.addAll(tables(one.instance(), one.to()));
                    case Plan.Action.Install one ->
                            tables.addAll(tables(one.instance(), one.artifact()));
                    case Plan.Action.Retire _ -> {}
                }
            }
        }
        return tables;
    }

    private Optional<Descriptor> descriptor(Hash artifact) {
        return rows.get(KernelTables.ARTIFACTS, KernelTables.key(artifact))
                .map(Artifact::decode)
                .flatMap(Artifact::descriptor);
    }
}
