package theseus.kernel.spi;

import java.util.List;
import java.util.Optional;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/** The state at one height, or a layer over it. */
public interface StateView {
    /** A record as bytes. */
    record Row(Bytes key, Bytes value) {}

    Optional<Bytes> get(TableId table, Bytes key);

    /**
     * The records from {@code from} (inclusive) to {@code to} (exclusive; to the table's end when
     * absent), ordered as unsigned bytes, at most {@code limit}.
     */
    List<Row> range(TableId table, Bytes from, Optional<Bytes> to, int limit);
}
