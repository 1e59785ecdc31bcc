package theseus.kernel;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import theseus.kernel.spi.StateView;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/** Notes which keys of modules' tables are read. */
final class RecordingView implements StateView {
    private final StateView state;
    private final Set<Answered.Read> reads = new LinkedHashSet<>();

    RecordingView(StateView state) {
        this.state = state;
    }

    List<Answered.Read> reads() {
        return List.copyOf(reads);
    }

    @Override
    public Optional<Bytes> get(TableId table, Bytes key) {
        note(table, key);
        return state.get(table, key);
    }

    @Override
    public List<Row> range(TableId table, Bytes from, Optional<Bytes> to, int limit) {
        List<Row> rows = state.range(table, from, to, limit);
        rows.forEach(row -> note(table, row.key()));
        return rows;
    }

    private void note(TableId table, Bytes key) {
        if (!table.instance().equals(TableId.KERNEL)) {
            reads.add(new Answered.Read(table, key));
        }
    }
}
