package theseus.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.StateView;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.CborReader;
import theseus.protocol.Phase;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * The plans of a state. Those that are active are few and read together; those that ended stay in
 * {@link KernelTables#PLANS} and are read one by one or page by page.
 */
public final class Plans {
    /** Plans that are active at the same time, from VOTING on. */
    public static final int MAX_ACTIVE = 16;

    /** Plans that are followed at the same time; a hotfix does not wait for its turn. */
    public static final int MAX_FOLLOWED = 4;

    public static final Plans NONE = new Plans(List.of());

    private final List<Standing> active;

    /**
     * A plan and where it stands.
     *
     * @param encoding of the record, as it lies in the state
     */
    public record Standing(Hash id, PlanRecord record, Bytes encoding) {
        public Phase phase() {
            return record.phase();
        }
    }

    private Plans(List<Standing> active) {
        this.active = List.copyOf(active);
    }

    public static Plans read(StateView state) {
        return read(state, NONE);
    }

    /** The same, taking over from {@code before} what has the same bytes instead of decoding it. */
    public static Plans read(StateView state, Plans before) {
        List<Row> rows =
                state.range(KernelTables.ACTIVE_PLANS, Bytes.EMPTY, Optional.empty(), MAX_ACTIVE);
        if (rows.isEmpty()) {
            return NONE;
        }
        List<Standing> active = new ArrayList<>();
        for (Row row : rows) {
            Hash id = new CborReader(row.key()).hash();
            Bytes encoding =
                    state.get(KernelTables.PLANS, row.key())
                            .orElseThrow(
                                    () ->
                                            new IllegalStateException(
                                                    "plan " + id + " is active and not there"));
            active.add(
                    before.active(id)
                            .filter(known -> known.encoding().equals(encoding))
                            .orElseGet(
                                    () -> new Standing(id, PlanRecord.decode(encoding), encoding)));
        }
        return new Plans(active);
    }

    /** Any plan that was ever opened. */
    public static Optional<PlanRecord> find(StateView state, Hash plan) {
        return state.get(KernelTables.PLANS, KernelTables.key(plan)).map(PlanRecord::decode);
    }

    /** All plans that were ever opened, by id, from {@code from} on, at most {@code limit}. */
    public static List<Standing> page(StateView state, Hash from, int limit) {
        return state
                .range(KernelTables.PLANS, KernelTables.key(from), Optional.empty(), limit)
                .stream()
                .map(
                        row ->
                                new Standing(
                                        new CborReader(row.key()).hash(),
                                        PlanRecord.decode(row.value()),
                                        row.value()))
                .toList();
    }

    /** Those that have not ended, or whose end is not carried out yet; by id. */
    public List<Standing> active() {
        return active;
    }

    public Optional<Standing> active(Hash plan) {
        return active.stream().filter(one -> one.id().equals(plan)).findFirst();
    }

    /** Those for which followers work, by id. */
    public List<Standing> followed() {
        return active.stream().filter(one -> one.phase().isFollowed()).toList();
    }

    /** The one that has authority; there is never more than one. */
    public Optional<Standing> withTwoWorlds() {
        return active.stream().filter(one -> one.phase().hasTwoWorlds()).findFirst();
    }

    /**
     * The one whose candidates answer for everybody: from PROBATION on, and not before its tables
     * have joined, that is, not between the decision and the next block.
     */
    public Optional<Standing> serving() {
        return withTwoWorlds()
                .filter(one -> one.phase() == Phase.PROBATION)
                .filter(one -> one.record().isAlive() && one.record().joinedHeight() > 0);
    }
}
