package theseus.protocol;

import java.util.List;
import java.util.Optional;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Shows presence or absence of a key under a state root: a path in the table's trie to the table's
 * root, and a path in the top trie from there to the state root. Of each fact there is one proof:
 * whatever the verifier does not need is refused. The rule is that of {@link TrieHash}.
 *
 * @param value empty when the proof is of absence
 * @param inTable empty path without end when the table has no record at all
 * @param tableRoot empty when the table has no record, and so no leaf in the top trie
 */
public record StateProof(
        TableId table,
        Bytes key,
        Optional<Bytes> value,
        Path inTable,
        Optional<Hash> tableRoot,
        Path inState) {
    private static final int MAX_ENCODED_BYTES = Limits.MAX_ARTIFACT_BYTES + 64 * 1024;

    /** Whether this proves what it says of {@code key} in the state with root {@code stateRoot}. */
    public boolean verify(Hash stateRoot) {
        return recordVerified() && tableVerified(stateRoot);
    }

    private boolean recordVerified() {
        if (tableRoot.isEmpty()) {
            return value.isEmpty() && inTable.equals(Path.EMPTY);
        }
        Hash path = TrieHash.path(key);
        boolean endFits =
                value.isPresent()
                        ? inTable.endsIn(path, TrieHash.value(value.get()))
                        : inTable.endsBeside(path);
        return endFits
                && !tableRoot.get().equals(Hash.ZERO)
                && inTable.rootFor(path).equals(tableRoot);
    }

    private boolean tableVerified(Hash stateRoot) {
        Hash path = TrieHash.path(table);
        boolean endFits =
                tableRoot.isPresent()
                        ? inState.endsIn(path, tableRoot.get())
                        : inState.endsBeside(path);
        return endFits && inState.rootFor(path).equals(Optional.of(stateRoot));
    }

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
     * A path through a trie, from the root to where the key is or would be: the sibling at each
     * depth, {@link Hash#ZERO} where it is empty, and the leaf where the path ends, if there is
     * one.
     */
    public record Path(List<Hash> siblings, Optional<Leaf> end) {
        /** The path through an empty trie. */
        public static final Path EMPTY = new Path(List.of(), Optional.empty());

        public Path {
            siblings = List.copyOf(siblings);
            Wire.atMost("hashes of a path", siblings.size(), TrieHash.DEPTH_MAX);
        }

        /** The root that follows when {@code path} leads here; empty when it cannot. */
        private Optional<Hash> rootFor(Hash path) {
            if (end.isPresent() && !sharesBits(path, end.get().path(), siblings.size())) {
                return Optional.empty();
            }
            Hash hash = end.map(leaf -> TrieHash.leaf(leaf.path(), leaf.value())).orElse(Hash.ZERO);
            for (int depth = siblings.size() - 1; depth >= 0; depth--) {
                Hash sibling = siblings.get(depth);
                hash =
                        TrieHash.bit(path, depth) == 0
                                ? TrieHash.inner(hash, sibling)
                                : TrieHash.inner(sibling, hash);
            }
            return Optional.of(hash);
        }

        private static boolean sharesBits(Hash one, Hash other, int bits) {
            for (int depth = 0; depth < bits; depth++) {
                if (TrieHash.bit(one, depth) != TrieHash.bit(other, depth)) {
                    return false;
                }
            }
            return true;
        }

        private void write(CborWriter out) {
            out.arrayHeader(2);
            Wire.list(out, siblings, (hash, to) -> to.bytes(hash.bytes()));
            Wire.optional(out, end, Leaf::write);
        }

        private static Path read(CborReader in) {
            in.expectArray(2);
            return new Path(
                    Wire.list(in, TrieHash.DEPTH_MAX, CborReader::hash),
                    Wire.optional(in, Leaf::read));
        }

        private boolean endsIn(Hash path, Hash value) {
            return end.isPresent() && end.get().equals(new Leaf(path, value));
        }

        private boolean endsBeside(Hash path) {
            return end.isEmpty() || !end.get().path().equals(path);
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
