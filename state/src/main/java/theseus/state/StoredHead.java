package theseus.state;

import theseus.sdk.Hash;
import theseus.state.spi.Storage;
import theseus.state.spi.StorageReader;

/**
 * Where the state in a storage stands that is not opened: for copies of it.
 *
 * @param height of the last commit, -1 when there was none
 */
public record StoredHead(long height, Hash root) {
    /** First byte of what an engine keeps for itself in META. */
    private static final byte ENGINES_OWN = 2;

    public static StoredHead read(StorageReader storage) {
        Head head = Head.read(storage);
        return new StoredHead(head.height(), head.root());
    }

    /**
     * Whether a copy needs that row. Trees follow from the records, so a copy without them is
     * checked record by record when it is opened; and every engine marks its own format.
     */
    public static boolean isNeeded(Storage.Space space, byte[] key) {
        return space != Storage.Space.TREE
                && !(space == Storage.Space.META
                        && (java.util.Arrays.equals(key, Keys.TREE) || key[0] == ENGINES_OWN));
    }
}
