package theseus.protocol;

import java.util.List;
import java.util.Optional;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Shows presence or absence of a key under a state root: a path in the table's trie to the table's
 * root, and a path in the top trie from there to the state root.
 *
 * @param value empty when the proof is of absence
 */
public record StateProof(
        TableId table,
        Bytes key,
        Optional<Bytes> value,
        Path inTable,
        Optional<Hash> tableRoot,
        Path inState) {
    private static final int MAX_PATH_HASHES = 256;
    private static final int MAX_ENCODED_BYTES = Limits.MAX_VALUE_BYTES + 64 * 1024;

    public Bytes encode() {
        return Wire.encode(this::write);
    }

    public static StateProof decode(Bytes encoding) {
        return Wire.decode(encoding, MAX_ENCODED_BYTES, StateProof::read);
    }

    private void write(CborWriter out) {
        out.arrayHeader(6);
        table.write(out);
        out.bytes(key);
        Wire.optional(out, value, (bytes, to) -> to.bytes(bytes));
        inTable.write(out);
        Wire.optional(out, tableRoot, (hash, to) -> to.bytes(hash.bytes()));
        inState.write(out);
    }

    private static StateProof read(CborReader in) {
        in.expectArray(6);
        return new StateProof(
                TableId.read(in),
                in.bytes(),
                Wire.optional(in, CborReader::bytes),
                Path.read(in),
                Wire.optional(in, CborReader::hash),
                Path.read(in));
    }

    /**
     * A path through a canonical path-compressed binary trie, from the root to where the key is or
     * would be.
     */
    public record Path(List<Hash> siblings, Optional<Leaf> end) {
        public Path {
            siblings = List.copyOf(siblings);
            Wire.atMost("hashes of a path", siblings.size(), MAX_PATH_HASHES);
        }

        private void write(CborWriter out) {
            out.arrayHeader(2);
            Wire.list(out, siblings, (hash, to) -> to.bytes(hash.bytes()));
            Wire.optional(out, end, Leaf::write);
        }

        private static Path read(CborReader in) {
            in.expectArray(2);
            return new Path(
                    Wire.list(in, MAX_PATH_HASHES, CborReader::hash),
                    Wire.optional(in, Leaf::read));
        }
    }

    /** The leaf at the end of a path: hash of its key and hash of its value. */
    public record Leaf(Hash path, Hash value) {
        private void write(CborWriter out) {
            out.arrayHeader(2).bytes(path.bytes()).bytes(value.bytes());
        }

        private static Leaf read(CborReader in) {
            in.expectArray(2);
            return new Leaf(in.hash(), in.hash());
        }
    }
}
