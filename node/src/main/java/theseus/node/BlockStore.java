package theseus.node;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import theseus.kernel.spi.StateStore;
import theseus.kernel.spi.StateStore.Amendment;
import theseus.kernel.spi.StateStore.Attachment;
import theseus.kernel.spi.StateStore.Space;
import theseus.protocol.CborReader;
import theseus.protocol.CborWriter;
import theseus.protocol.Certificate;
import theseus.protocol.Receipt;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.spi.StorageException;

/**
 * Blocks, receipts and where a transaction went, as attachments of the state: they are written with
 * it and rewound with it.
 *
 * <pre>
 * BLOCKS    height (8 bytes, big-endian), 0                  [certificate, submissions, receipts]
 * BLOCKS    height, 1, chunk (4 bytes)                       [64 submissions]
 * RECEIPTS  height, chunk (4 bytes)                          [64 receipts]
 * LOOKUP    id (32 bytes)                                    [height, index]
 * META      0x02                                             [first block kept, first to be swept]
 * </pre>
 *
 * Of a block that was pruned (see {@link Pruner}) only the first row is left.
 */
final class BlockStore {
    static final int CHUNK = 64;

    private static final Bytes KEPT = Bytes.wrap(new byte[] {2});

    /** A block without its content. */
    record Stored(Certificate certificate, int submissions, int receipts) {}

    /** Where a submission went. */
    record Location(long height, int index) {}

    /**
     * What was pruned: the content of blocks below {@code first}, of which that from {@code swept}
     * on may still be there.
     */
    record Kept(long first, long swept) {
        static final Kept ALL = new Kept(1, 1);
    }

    /** Where attachments are read. */
    interface Reader {
        Optional<Bytes> attachment(Space space, Bytes key);
    }

    private final Reader store;

    BlockStore(StateStore store) {
        this(store::attachment);
    }

    BlockStore(Reader store) {
        this.store = store;
    }

    /** What is to be stored with a block; {@code locations} has the index of each id. */
    static List<Attachment> attachments(
            Certificate certificate,
            List<Bytes> submissions,
            List<Bytes> receipts,
            Map<Hash, Integer> locations) {
        long height = certificate.header().height();
        List<Attachment> attachments = new ArrayList<>(submissions.size() + 16);
        attachments.add(
                new Attachment(
                        Space.BLOCKS,
                        blockKey(height),
                        new CborWriter()
                                .arrayHeader(3)
                                .bytes(certificate.encode())
                                .integer(submissions.size())
                                .integer(receipts.size())
                                .toBytes()));
        for (int chunk = 0; chunk * CHUNK < submissions.size(); chunk++) {
            attachments.add(
                    new Attachment(
                            Space.BLOCKS, submissionsKey(height, chunk), pack(submissions, chunk)));
        }
        for (int chunk = 0; chunk * CHUNK < receipts.size(); chunk++) {
            attachments.add(
                    new Attachment(
                            Space.RECEIPTS, receiptsKey(height, chunk), pack(receipts, chunk)));
        }
        locations.forEach(
                (id, index) ->
                        attachments.add(
                                new Attachment(
                                        Space.LOOKUP,
                                        id.bytes(),
                                        new CborWriter(16)
                                                .arrayHeader(2)
                                                .integer(height)
                                                .integer(index)
                                                .toBytes())));
        return attachments;
    }

    Optional<Stored> block(long height) {
        return store.attachment(Space.BLOCKS, blockKey(height))
                .map(
                        bytes -> {
                            CborReader in = new CborReader(bytes);
                            in.expectArray(3);
                            return new Stored(
                                    Certificate.decode(in.bytes()),
                                    (int) in.integer(Integer.SIZE),
                                    (int) in.integer(Integer.SIZE));
                        });
    }

    Optional<Location> find(Hash id) {
        return store.attachment(Space.LOOKUP, id.bytes()).map(BlockStore::location);
    }

    private static Location location(Bytes bytes) {
        CborReader in = new CborReader(bytes);
        in.expectArray(2);
        return new Location(in.integer(Long.SIZE), (int) in.integer(Integer.SIZE));
    }

    /** The first block whose content is kept. */
    long first() {
        return kept().first();
    }

    Kept kept() {
        return store.attachment(Space.META, KEPT)
                .map(
                        bytes -> {
                            CborReader in = new CborReader(bytes);
                            in.expectArray(2);
                            return new Kept(in.integer(Long.SIZE), in.integer(Long.SIZE));
                        })
                .orElse(Kept.ALL);
    }

    static Amendment keeping(Kept kept) {
        Bytes value =
                new CborWriter(32)
                        .arrayHeader(2)
                        .integer(kept.first())
                        .integer(kept.swept())
                        .toBytes();
        return new Amendment(Space.META, KEPT, Optional.empty(), Optional.of(value));
    }

    /**
     * What takes the content of one chunk of a block away, as far as it is there; where a
     * submission went only when it is this block.
     */
    List<Amendment> sweeping(long height, int chunk) {
        List<Amendment> sweep = new ArrayList<>();
        store.attachment(Space.RECEIPTS, receiptsKey(height, chunk))
                .ifPresent(
                        packed -> {
                            for (Bytes receipt : unpack(packed)) {
                                Bytes id = Receipt.decode(receipt).submission().bytes();
                                store.attachment(Space.LOOKUP, id)
                                        .filter(at -> location(at).height() == height)
                                        .ifPresent(at -> sweep.add(gone(id, at)));
                            }
                            sweep.add(gone(Space.RECEIPTS, receiptsKey(height, chunk)));
                        });
        if (store.attachment(Space.BLOCKS, submissionsKey(height, chunk)).isPresent()) {
            sweep.add(gone(Space.BLOCKS, submissionsKey(height, chunk)));
        }
        return sweep;
    }

    private static Amendment gone(Space space, Bytes key) {
        return new Amendment(space, key, Optional.empty(), Optional.empty());
    }

    private static Amendment gone(Bytes id, Bytes location) {
        return new Amendment(Space.LOOKUP, id, Optional.of(location), Optional.empty());
    }

    /** Where the rows of that block and of later ones begin. */
    static Bytes from(long height) {
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(height).array());
    }

    /** Of a block that is there. */
    Bytes submission(long height, int index) {
        return chunk(Space.BLOCKS, height, submissionsKey(height, index / CHUNK))
                .get(index % CHUNK);
    }

    /** {@value #CHUNK} submissions of a block that is there; fewer in its last chunk. */
    List<Bytes> submissions(long height, int chunk) {
        return chunk(Space.BLOCKS, height, submissionsKey(height, chunk));
    }

    /**
     * What became of the submission that was found there.
     *
     * @throws StorageException when another one is there
     */
    Receipt receiptOf(Hash id, Location at) {
        Receipt receipt = receipt(at.height(), at.index());
        if (!receipt.submission().equals(id)) {
            throw new StorageException(
                    StorageException.Code.STORAGE_CORRUPT,
                    "The lookup of "
                            + id
                            + " leads to another transaction, "
                            + at
                            + ". "
                            + StorageException.RECOVERY);
        }
        return receipt;
    }

    Receipt receipt(long height, int index) {
        return receipts(height, index / CHUNK).get(index % CHUNK);
    }

    List<Receipt> receipts(long height, int chunk) {
        return chunk(Space.RECEIPTS, height, receiptsKey(height, chunk)).stream()
                .map(Receipt::decode)
                .toList();
    }

    /**
     * @throws BlockPruned when it is kept no more
     */
    private List<Bytes> chunk(Space space, long height, Bytes key) {
        Optional<Bytes> packed = store.attachment(space, key);
        if (packed.isEmpty()) {
            BlockPruned.check(height, first());
            throw new IllegalStateException("the block store has no " + space + " " + key);
        }
        return unpack(packed.get());
    }

    private static List<Bytes> unpack(Bytes packed) {
        CborReader in = new CborReader(packed);
        int count = in.arrayHeader(CHUNK);
        List<Bytes> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(in.bytes());
        }
        return items;
    }

    private static Bytes pack(List<Bytes> items, int chunk) {
        List<Bytes> part =
                items.subList(chunk * CHUNK, Math.min((chunk + 1) * CHUNK, items.size()));
        int size = 16;
        for (Bytes item : part) {
            size += item.size() + 5;
        }
        CborWriter out = new CborWriter(size).arrayHeader(part.size());
        part.forEach(out::bytes);
        return out.toBytes();
    }

    private static Bytes blockKey(long height) {
        return Bytes.wrap(ByteBuffer.allocate(9).putLong(height).put((byte) 0).array());
    }

    private static Bytes submissionsKey(long height, int chunk) {
        return Bytes.wrap(
                ByteBuffer.allocate(13).putLong(height).put((byte) 1).putInt(chunk).array());
    }

    private static Bytes receiptsKey(long height, int chunk) {
        return Bytes.wrap(ByteBuffer.allocate(12).putLong(height).putInt(chunk).array());
    }
}
