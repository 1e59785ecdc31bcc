package theseus.kernel;

import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.StateView;
import theseus.protocol.Evidence;
import theseus.protocol.RecordCodec;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * The base of the block with which a plan's new tables would join, when their follower had to stop
 * carrying after what was reported last, or had to leave something out, so that they lack records.
 * Windows are judged on what was reported: nothing else tells the block. Like the tables, it is a
 * function of the chain.
 *
 * @param state with the new tables, as the follower left them
 */
public record SeenBeside(StateView state, Hash plan, Evidence evidence) implements StateView {
    private static final RecordCodec<Evidence> CODEC = RecordCodec.of(Evidence.class);

    /** What is wrong with the tables that would join for a plan. */
    static Optional<Evidence> of(StateView base, Hash plan) {
        return base.get(KernelTables.FOLLOWED, KernelTables.key(plan))
                .map(CODEC::decode)
                .map(Evidences::capped);
    }

    @Override
    public Optional<Bytes> get(TableId table, Bytes key) {
        return table.equals(KernelTables.FOLLOWED) && key.equals(KernelTables.key(plan))
                ? Optional.of(CODEC.encode(evidence))
                : state.get(table, key);
    }

    @Override
    public List<Row> range(TableId table, Bytes from, Optional<Bytes> to, int limit) {
        return state.range(table, from, to, limit);
    }
}
