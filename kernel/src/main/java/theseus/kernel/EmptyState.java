package theseus.kernel;

import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.StateView;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/** The state before genesis. */
final class EmptyState implements StateView {
    @Override
    public Optional<Bytes> get(TableId table, Bytes key) {
        return Optional.empty();
    }

    @Override
    public List<Row> range(TableId table, Bytes from, Optional<Bytes> to, int limit) {
        return List.of();
    }
}
