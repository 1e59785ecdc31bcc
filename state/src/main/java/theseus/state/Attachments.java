package theseus.state;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import theseus.kernel.spi.StateStore;
import theseus.kernel.spi.StateView;
import theseus.sdk.Bytes;
import theseus.state.spi.Storage;
import theseus.state.spi.StorageReader;

/** What is stored beside the state in the same write. */
record Attachments(Storage storage) {
    private static final StateStore.Space[] SPACES = StateStore.Space.values();

    Optional<Bytes> get(StateStore.Space space, Bytes key) {
        return get(storage, space, key);
    }

    static Optional<Bytes> get(StorageReader from, StateStore.Space space, Bytes key) {
        return from.get(stored(space), stored(space, key)).map(Bytes::wrap);
    }

    List<StateView.Row> from(StateStore.Space space, Bytes from, int limit) {
        Optional<byte[]> end =
                space == StateStore.Space.META
                        ? Keys.after(new byte[] {Keys.META_ATTACHMENT})
                        : Optional.empty();
        int prefix = space == StateStore.Space.META ? 1 : 0;
        return storage.scan(stored(space), stored(space, from), end, limit).stream()
                .map(
                        row ->
                                new StateView.Row(
                                        Bytes.of(row.key(), prefix, row.key().length),
                                        Bytes.wrap(row.value())))
                .toList();
    }

    /** The writes that store {@code attachments}, and those that keep what was there before. */
    void write(long height, List<StateStore.Attachment> attachments, List<Storage.Write> writes) {
        Map<StateStore.Space, TreeMap<Bytes, Bytes>> bySpace =
                new EnumMap<>(StateStore.Space.class);
        for (StateStore.Attachment attachment : attachments) {
            bySpace.computeIfAbsent(attachment.space(), space -> new TreeMap<>())
                    .put(attachment.key(), attachment.value());
        }
        bySpace.forEach(
                (space, contents) -> {
                    List<byte[]> keys = new ArrayList<>(contents.size());
                    contents.keySet().forEach(key -> keys.add(stored(space, key)));
                    List<Optional<byte[]>> values = storage.getAll(stored(space), keys);
                    List<Undo.Entry> olds = new ArrayList<>(keys.size());
                    int i = 0;
                    for (Bytes content : contents.values()) {
                        olds.add(
                                new Undo.Entry(
                                        Bytes.wrap(keys.get(i)),
                                        Optional.empty(),
                                        prior(values.get(i))));
                        writes.add(
                                new Storage.Write(
                                        stored(space),
                                        keys.get(i),
                                        Optional.of(content.unsafeArray())));
                        i++;
                    }
                    UndoRow.write(
                            olds,
                            last -> Keys.undoAttachments(height, space.ordinal(), last),
                            writes);
                });
    }

    /** The writes of those that count. */
    List<Storage.Write> amending(List<StateStore.Amendment> amendments) {
        List<Storage.Write> writes = new ArrayList<>(amendments.size());
        for (StateStore.Amendment amendment : amendments) {
            boolean counts =
                    amendment.onlyIf().isEmpty()
                            || amendment.onlyIf().equals(get(amendment.space(), amendment.key()));
            if (counts) {
                writes.add(
                        new Storage.Write(
                                stored(amendment.space()),
                                stored(amendment.space(), amendment.key()),
                                amendment.value().map(Bytes::unsafeArray)));
            }
        }
        return writes;
    }

    void giveBack(StateStore.Space space, Bytes from, Bytes to) {
        storage.compact(stored(space), stored(space, from), stored(space, to));
    }

    /** The writes that take back what block {@code height} attached. */
    void revert(UndoInStorage undo, Consumer<Storage.Write> writes) {
        undo.rows(
                Keys.UNDO_ATTACHMENTS,
                row -> {
                    Storage.Space space = stored(SPACES[Keys.spaceOfUndo(row.key())]);
                    for (Undo.Entry entry : UndoRow.decode(row.value())) {
                        Optional<byte[]> old =
                                entry.prior() instanceof Undo.Was was
                                        ? Optional.of(was.value().unsafeArray())
                                        : Optional.empty();
                        writes.accept(new Storage.Write(space, entry.key().unsafeArray(), old));
                    }
                });
    }

    private static Undo.Prior prior(Optional<byte[]> value) {
        return value.isPresent() ? new Undo.Was(Bytes.wrap(value.get())) : Undo.Absent.ABSENT;
    }

    private static Storage.Space stored(StateStore.Space space) {
        return switch (space) {
            case BLOCKS -> Storage.Space.BLOCKS;
            case RECEIPTS -> Storage.Space.RECEIPTS;
            case LOOKUP -> Storage.Space.LOOKUP;
            case META -> Storage.Space.META;
        };
    }

    private static byte[] stored(StateStore.Space space, Bytes key) {
        byte[] content = key.unsafeArray();
        return space == StateStore.Space.META
                ? ByteBuffer.allocate(1 + content.length)
                        .put(Keys.META_ATTACHMENT)
                        .put(content)
                        .array()
                : content;
    }
}
