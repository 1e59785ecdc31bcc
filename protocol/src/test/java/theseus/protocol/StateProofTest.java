package theseus.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Proofs by hand in small tries; the state's own tests prove against big ones. */
final class StateProofTest {
    private static final TableId TABLE = new TableId("shop", "stock", 1);
    private static final Bytes KEY = text("apples");
    private static final Bytes VALUE = text("12");
    private static final Hash PATH = TrieHash.path(KEY);
    private static final Hash ALONE = TrieHash.leaf(PATH, TrieHash.value(VALUE));

    private static Bytes text(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static StateProof.Path ending(Hash path, Hash value, Hash... siblings) {
        return new StateProof.Path(
                List.of(siblings), Optional.of(new StateProof.Leaf(path, value)));
    }

    private static StateProof.Path only(Hash tableRoot) {
        return ending(TrieHash.path(TABLE), tableRoot);
    }

    private static Hash stateOf(Hash tableRoot) {
        return TrieHash.leaf(TrieHash.path(TABLE), tableRoot);
    }

    private static StateProof proof(
            Bytes key, Optional<Bytes> value, StateProof.Path inTable, Hash tableRoot) {
        return new StateProof(TABLE, key, value, inTable, Optional.of(tableRoot), only(tableRoot));
    }

    private static StateProof.Path aloneInTable() {
        return ending(PATH, TrieHash.value(VALUE));
    }

    @Test
    void pathsAndNodesHashAsWrittenDown() {
        assertEquals(
                Hash.fromHex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
                TrieHash.path(Bytes.EMPTY));
        assertEquals(
                TrieHash.path(Bytes.fromHex("836473686f706573746f636b01")), TrieHash.path(TABLE));
        assertEquals(TrieHash.path(Bytes.fromHex("00" + PATH + TrieHash.value(VALUE))), ALONE);
        assertEquals(
                TrieHash.path(Bytes.fromHex("01" + PATH + Hash.ZERO)),
                TrieHash.inner(PATH, Hash.ZERO));
        assertEquals(
                TrieHash.path(Bytes.fromHex("83617861791903e8")),
                TrieHash.path(new TableId("x", "y", 1000)));
    }

    @Test
    void aRecordAloneIsProven() {
        assertTrue(proof(KEY, Optional.of(VALUE), aloneInTable(), ALONE).verify(stateOf(ALONE)));
    }

    @Test
    void anotherValueIsNot() {
        assertFalse(
                proof(KEY, Optional.of(text("13")), aloneInTable(), ALONE).verify(stateOf(ALONE)));
    }

    @Test
    void absenceIsProvenByAnotherLeaf() {
        assertTrue(
                proof(text("pears"), Optional.empty(), aloneInTable(), ALONE)
                        .verify(stateOf(ALONE)));
        assertFalse(proof(KEY, Optional.empty(), aloneInTable(), ALONE).verify(stateOf(ALONE)));
    }

    @Test
    void absenceInTheEmptyStateIsProven() {
        StateProof proof =
                new StateProof(
                        TABLE,
                        KEY,
                        Optional.empty(),
                        StateProof.Path.EMPTY,
                        Optional.empty(),
                        StateProof.Path.EMPTY);
        assertTrue(proof.verify(Hash.ZERO));
        assertFalse(proof.verify(stateOf(ALONE)));
    }

    @Test
    void aTableThatIsThereCannotBeHidden() {
        StateProof hidden =
                new StateProof(
                        TABLE,
                        KEY,
                        Optional.empty(),
                        StateProof.Path.EMPTY,
                        Optional.empty(),
                        only(ALONE));
        assertFalse(hidden.verify(stateOf(ALONE)));
    }

    @Test
    void presentKeysCannotBeDeniedThroughTheirSibling() {
        Bytes other = otherSide();
        Hash otherPath = TrieHash.path(other);
        Hash otherLeaf = TrieHash.leaf(otherPath, TrieHash.value(VALUE));
        boolean left = TrieHash.bit(PATH, 0) == 0;
        Hash root = left ? TrieHash.inner(ALONE, otherLeaf) : TrieHash.inner(otherLeaf, ALONE);
        StateProof.Path sideways = ending(otherPath, TrieHash.value(VALUE), ALONE);
        assertFalse(proof(KEY, Optional.empty(), sideways, root).verify(stateOf(root)));
        StateProof.Path cutShort = new StateProof.Path(List.of(otherLeaf), Optional.empty());
        assertFalse(proof(KEY, Optional.empty(), cutShort, root).verify(stateOf(root)));
        StateProof.Path straight = ending(PATH, TrieHash.value(VALUE), otherLeaf);
        assertTrue(proof(KEY, Optional.of(VALUE), straight, root).verify(stateOf(root)));
    }

    /** A key whose path begins with the other bit than {@link #KEY}'s. */
    private static Bytes otherSide() {
        for (int i = 0; ; i++) {
            Bytes key = text("key" + i);
            if (TrieHash.bit(TrieHash.path(key), 0) != TrieHash.bit(PATH, 0)) {
                return key;
            }
        }
    }
}
