package theseus.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.Artifact;
import theseus.protocol.CborReader;
import theseus.protocol.CborWriter;
import theseus.protocol.Limits;
import theseus.protocol.MalformedException;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Change;
import theseus.sdk.Hash;

/**
 * Brings artifacts onto the chain in pieces. A piece may be sent again with other content: it takes
 * the place of the former one, so that a wrong piece locks nothing. Each account has pieces of its
 * own, and who has most artifacts incomplete gives way to who has none: nobody can keep what others
 * stage from becoming whole.
 */
final class Staging {
    /** Artifacts that may be incomplete at the same time. */
    static final int MAX_INCOMPLETE = 8;

    static final int MAX_PIECES = 64;

    /** An incomplete artifact makes room for another when it got no piece for so long. */
    static final long ABANDONED_BLOCKS = 1_000;

    /** What an artifact's bound allows with its framing. */
    static final int MAX_BYTES = Limits.MAX_ARTIFACT_BYTES + 16 * Limits.MAX_ARTIFACT_ENTRIES;

    /** Whose pieces those are that validators bring by statements. */
    static final AccountId NOBODY = new AccountId(Hash.ZERO.bytes());

    private Staging() {}

    static Optional<String> add(
            Overlay overlay, AccountId sender, long height, Change.StageChunk chunk) {
        int index = chunk.index();
        if (chunk.count() < 1
                || chunk.count() > MAX_PIECES
                || index < 0
                || index >= chunk.count()
                || chunk.content().isEmpty()
                || chunk.content().size() > Limits.MAX_VALUE_BYTES) {
            return Optional.of(Codes.CHUNK_BOUNDS);
        }
        if (overlay.get(KernelTables.ARTIFACTS, KernelTables.key(chunk.artifact())).isPresent()) {
            return Optional.of(Codes.ARTIFACT_KNOWN);
        }
        Bytes artifact = KernelTables.key(chunk.artifact(), sender);
        Optional<StagingRecord> known =
                overlay.get(KernelTables.STAGING, artifact).map(StagingRecord::decode);
        if (known.isEmpty() && !makeRoom(overlay, sender, height)) {
            return Optional.of(Codes.STAGING_FULL);
        }
        StagingRecord before = known.orElse(new StagingRecord(chunk.count(), 0, 0, height));
        if (before.count() != chunk.count()) {
            return Optional.of(Codes.CHUNK_COUNT);
        }
        Optional<Bytes> former = overlay.get(KernelTables.CHUNKS, key(artifact, index));
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
        overlay.put(KernelTables.CHUNKS, key(artifact, index), chunk.content());
        overlay.put(KernelTables.STAGING, artifact, after.encode());
        return after.isWhole()
                ? complete(overlay, chunk.artifact(), artifact, after)
                : Optional.empty();
    }

    /** What is put together, hashed and read with this piece; 0 when others are still missing. */
    static int wholeBytes(Overlay overlay, AccountId sender, Change.StageChunk chunk) {
        int others =
                overlay.get(KernelTables.STAGING, KernelTables.key(chunk.artifact(), sender))
                        .map(StagingRecord::decode)
                        .filter(known -> known.wants(chunk.index()))
                        .map(StagingRecord::sizeBytes)
                        .orElse(0);
        return chunk.count() == 1 || others > 0 ? others + chunk.content().size() : 0;
    }

    private static Optional<String> complete(
            Overlay overlay, Hash hash, Bytes key, StagingRecord staging) {
        CborWriter whole = new CborWriter(staging.sizeBytes());
        for (int i = 0; i < staging.count(); i++) {
            whole.encoded(overlay.get(KernelTables.CHUNKS, key(key, i)).orElseThrow());
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
        forget(overlay, key, staging.count());
        overlay.put(KernelTables.ARTIFACTS, KernelTables.key(hash), encoding);
        return Optional.empty();
    }

    private static boolean makeRoom(Overlay overlay, AccountId sender, long height) {
        List<Row> incomplete =
                overlay.range(KernelTables.STAGING, Bytes.EMPTY, Optional.empty(), MAX_INCOMPLETE);
        if (incomplete.size() < MAX_INCOMPLETE) {
            return true;
        }
        Optional<Row> least = givesWay(incomplete, sender, height);
        least.ifPresent(
                row -> forget(overlay, row.key(), StagingRecord.decode(row.value()).count()));
        return least.isPresent();
    }

    /**
     * What was abandoned, else what got no piece for the longest time of who has most, if the
     * sender has none. What validators recover finds room in any case.
     */
    private static Optional<Row> givesWay(List<Row> incomplete, AccountId sender, long height) {
        SortedMap<AccountId, List<Row>> owners = new TreeMap<>();
        int most = sender.equals(NOBODY) ? 1 : 2;
        for (Row row : incomplete) {
            if (height - height(row) > ABANDONED_BLOCKS) {
                return Optional.of(row);
            }
            List<Row> own = owners.computeIfAbsent(owner(row.key()), _ -> new ArrayList<>());
            own.add(row);
            most = Math.max(most, own.size());
        }
        if (owners.containsKey(sender) && !sender.equals(NOBODY)) {
            return Optional.empty();
        }
        int rows = most;
        return owners.values().stream()
                .filter(own -> own.size() == rows)
                .flatMap(List::stream)
                .min(Comparator.comparingLong(Staging::height));
    }

    private static long height(Row row) {
        return StagingRecord.decode(row.value()).height();
    }

    private static AccountId owner(Bytes key) {
        CborReader in = new CborReader(key);
        in.expectArray(2);
        in.hash();
        return in.accountId();
    }

    private static void forget(Overlay overlay, Bytes staging, int count) {
        for (int i = 0; i < count; i++) {
            overlay.remove(KernelTables.CHUNKS, key(staging, i));
        }
        overlay.remove(KernelTables.STAGING, staging);
    }

    /** Of a piece: artifact and account as in {@code staging}, and its index. */
    private static Bytes key(Bytes staging, int index) {
        CborReader in = new CborReader(staging);
        in.expectArray(2);
        return new CborWriter(80)
                .arrayHeader(3)
                .bytes(in.bytes())
                .bytes(in.bytes())
                .integer(index)
                .toBytes();
    }
}
