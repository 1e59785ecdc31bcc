package theseus.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** RFC 9162 §2.1, with the vectors that the certificate transparency logs share. */
final class MerkleTreeTest {
    private static final List<Bytes> ITEMS =
            List.of(
                            "",
                            "00",
                            "10",
                            "2021",
                            "3031",
                            "40414243",
                            "5051525354555657",
                            "606162636465666768696a6b6c6d6e6f")
                    .stream()
                    .map(Bytes::fromHex)
                    .toList();

    private static final List<String> ROOTS =
            List.of(
                    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void rootsAreThoseOfTheStandard() {
        for (int size = 0; size <= ITEMS.size(); size++) {
            assertEquals(ROOTS.get(size), MerkleTree.root(ITEMS.subList(0, size)).toString());
        }
    }

    @Test
    void everyProofShowsItsItemAndNoOther() {
        for (int size = 1; size <= 40; size++) {
            List<Bytes> items = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                items.add(Bytes.of(new byte[] {(byte) i}));
            }
            Hash root = MerkleTree.root(items);
            for (int index = 0; index < size; index++) {
                List<Hash> proof = MerkleTree.proof(items, index);
                assertTrue(MerkleTree.verify(root, size, index, items.get(index), proof));
                Bytes other = Bytes.of(new byte[] {(byte) 99});
                assertFalse(MerkleTree.verify(root, size, index, other, proof));
                assertFalse(MerkleTree.verify(Hash.ZERO, size, index, items.get(index), proof));
                for (int at = 0; at < size; at++) {
                    assertEquals(
                            at == index,
                            MerkleTree.verify(root, size, at, items.get(index), proof));
                }
                List<Hash> longer = new ArrayList<>(proof);
                longer.add(Hash.ZERO);
                assertFalse(MerkleTree.verify(root, size, index, items.get(index), longer));
                if (!proof.isEmpty()) {
                    List<Hash> shorter = proof.subList(0, proof.size() - 1);
                    assertFalse(MerkleTree.verify(root, size, index, items.get(index), shorter));
                }
            }
        }
    }
}
