package theseus.state;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.spi.Storage;

/**
 * Who holds a stored table that is not under the root. In META under {@code 0‖'owner'‖number}: 1 ‖
 * name of the set (32); 2 when it is dropped and its records are still there, at least in part; 3
 * when they are removed. A table without such a row is under the root.
 */
sealed interface Owner {
    byte IN_SET = 1;
    byte DROPPED = 2;
    byte GONE = 3;

    /** A set of unlinked tables. */
    record InSet(Hash name) implements Owner {}

    /** Nobody; views of older blocks may still read it. */
    record Dropped() implements Owner {}

    /** Nobody, and there are no records. */
    record Gone() implements Owner {}

    static Map<Integer, Owner> readAll(Storage storage) {
        Map<Integer, Owner> owners = new TreeMap<>();
        for (Storage.Row row :
                storage.scan(
                        Storage.Space.META,
                        Keys.OWNERS,
                        Keys.after(Keys.OWNERS),
                        Integer.MAX_VALUE)) {
            owners.put(Keys.numberOfOwner(row.key()), decode(row.value()));
        }
        return owners;
    }

    static Storage.Write write(int number, Owner owner) {
        return new Storage.Write(
                Storage.Space.META, Keys.owner(number), Optional.of(encode(owner)));
    }

    /** The write that says that the root holds it. */
    static Storage.Write root(int number) {
        return new Storage.Write(Storage.Space.META, Keys.owner(number), Optional.empty());
    }

    private static byte[] encode(Owner owner) {
        return switch (owner) {
            case InSet in ->
                    ByteBuffer.allocate(1 + Hash.SIZE_BYTES)
                            .put(IN_SET)
                            .put(in.name().bytes().unsafeArray())
                            .array();
            case Dropped _ -> new byte[] {DROPPED};
            case Gone _ -> new byte[] {GONE};
        };
    }

    private static Owner decode(byte[] stored) {
        return switch (stored[0]) {
            case IN_SET -> new InSet(new Hash(Bytes.of(stored, 1, stored.length)));
            case DROPPED -> new Dropped();
            case GONE -> new Gone();
            default -> throw new IllegalStateException("a table's owner of no known kind");
        };
    }
}
