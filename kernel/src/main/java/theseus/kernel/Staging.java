package theseus.kernel;

import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.Artifact;
import theseus.protocol.CborReader;
import theseus.protocol.CborWriter;
import theseus.protocol.Limits;
import theseus.protocol.MalformedException;
import theseus.sdk.Bytes;
import theseus.sdk.Change;
import theseus.sdk.Hash;

/**
 * Brings artifacts onto the chain in pieces. A piece may be sent again with other content: it takes
 * the place of the former one, so that a wrong piece locks nothing.
 */
final class Staging {
    /** Artifacts that may be incomplete at the same time. */
    static final int MAX_INCOMPLETE = 8;

    static final int MAX_PIECES = 64;

    /** An incomplete artifact makes room for another when it got no piece for so long. */
    static final long ABANDONED_BLOCKS = 1_000;

    /** What an artifact's bound allows with its framing. */
    static final int MAX_BYTES = Limits.MAX_ARTIFACT_BYTES + 16 * Limits.MAX_ARTIFACT_ENTRIES;

    private Staging() {}

    static Optional<String> add(Overlay overlay, long height, Change.StageChunk chunk) {
        int index = chunk.index();
        if (chunk.count() < 1
                || chunk.count() > MAX_PIECES
                || index < 0
                || index >= chunk.count()
                || chunk.content().isEmpty()
                || chunk.content().size() > Limits.MAX_VALUE_BYTES) {
            return Optional.of(Codes.CHUNK_BOUNDS);
        }
        Bytes artifact = KernelTables.key(chunk.artifact());
        if (overlay.get(KernelTables.ARTIFACTS, artifact).isPresent()) {
            return Optional.of(Codes.ARTIFACT_KNOWN);
        }
        Optional<StagingRecord> known =
                overlay.get(KernelTables.STAGING, artifact).map(StagingRecord::decode);
        if (known.isEmpty() && !makeRoom(overlay, height)) {
            return Optional.of(Codes.STAGING_FULL);
        }
        StagingRecord before = known.orElse(new StagingRecord(chunk.count(), 0, 0, height));
        if (before.count() != chunk.count()) {
            return Optional.of(Codes.CHUNK_COUNT);
        }
        Optional<Bytes> former = overlay.get(KernelTables.CHUNKS, key(chunk.artifact(), index));
        if (former.equals(Optional.of(chunk.content()))) {
            return Optional.of(Codes.CHUNK_TWICE);
        }
        int sizeBytes =
                before.sizeBytes() - former.map(Bytes::size).orElse(0) + chunk.content().size();
        if (sizeBytes > MAX_BYTES) {
            return Optional.of(Codes.ARTIFACT_TOO_LARGE);
        }
        StagingRecord after =
                new StagingRecord(
                        before.count(), before.received() | 1L << index, sizeBytes, height);
        overlay.put(KernelTables.CHUNKS, key(chunk.artifact(), index), chunk.content());
        overlay.put(KernelTables.STAGING, artifact, after.encode());
        return after.isWhole() ? complete(overlay, chunk.artifact(), after) : Optional.empty();
    }

    /** What is put together, hashed and read with this piece; 0 when others are still missing. */
    static int wholeBytes(Overlay overlay, Change.StageChunk chunk) {
        int others =
                overlay.get(KernelTables.STAGING, KernelTables.key(chunk.artifact()))
                        .map(StagingRecord::decode)
                        .filter(known -> known.wants(chunk.index()))
                        .map(StagingRecord::sizeBytes)
                        .orElse(0);
        return chunk.count() == 1 || others > 0 ? others + chunk.content().size() : 0;
    }

    private static Optional<String> complete(Overlay overlay, Hash hash, StagingRecord staging) {
        CborWriter whole = new CborWriter(staging.sizeBytes());
        for (int i = 0; i < staging.count(); i++) {
            whole.encoded(overlay.get(KernelTables.CHUNKS, key(hash, i)).orElseThrow());
        }
        Bytes encoding = whole.toBytes();
        Artifact artifact;
        try {
            artifact = Artifact.decode(encoding);
        } catch (MalformedException malformed) {
            return Optional.of(Codes.ARTIFACT_MALFORMED);
        }
        if (!artifact.hash().equals(hash)) {
            return Optional.of(Codes.ARTIFACT_HASH);
        }
        try {
            if (artifact.descriptor().isEmpty()) {
                return Optional.of(Codes.DESCRIPTOR_MISSING);
            }
        } catch (MalformedException malformed) {
            return Optional.of(Codes.DESCRIPTOR_MALFORMED);
        }
        forget(overlay, hash, staging.count());
        overlay.put(KernelTables.ARTIFACTS, KernelTables.key(hash), encoding);
        return Optional.empty();
    }

    private static boolean makeRoom(Overlay overlay, long height) {
        List<Row> incomplete =
                overlay.range(KernelTables.STAGING, Bytes.EMPTY, Optional.empty(), MAX_INCOMPLETE);
        if (incomplete.size() < MAX_INCOMPLETE) {
            return true;
        }
        for (Row row : incomplete) {
            StagingRecord record = StagingRecord.decode(row.value());
            if (height - record.height() > ABANDONED_BLOCKS) {
                forget(overlay, new CborReader(row.key()).hash(), record.count());
                return true;
            }
        }
        return false;
    }

    private static void forget(Overlay overlay, Hash hash, int count) {
        for (int i = 0; i < count; i++) {
            overlay.remove(KernelTables.CHUNKS, key(hash, i));
        }
        overlay.remove(KernelTables.STAGING, KernelTables.key(hash));
    }

    static Bytes key(Hash artifact, int index) {
        return new CborWriter(48).arrayHeader(2).bytes(artifact.bytes()).integer(index).toBytes();
    }
}
