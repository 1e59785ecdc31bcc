package theseus.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import theseus.kernel.spi.ChangeSet;
import theseus.protocol.MalformedException;
import theseus.protocol.StateProof;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.VersionedState;
import theseus.storage.memory.MemoryStorage;

/**
 * What a liar can do to a proof: change bits and bytes of its encoding, cut it, add to it, put in
 * parts of other proofs, of other keys, tables and heights. It is malformed, or does not verify, or
 * says something true of another key.
 */
final class ProofFuzzTest {
    private static final int BLOCKS = 6;
    private static final int PROOFS = 60;
    private static final int LIES_EACH = Boolean.getBoolean("theseus.long") ? 20_000 : 400;

    private record Proven(long height, StateProof proof, byte[] encoded) {}

    @Test
    void noChangedProofVerifies() throws Exception {
        Random random = Seeds.random("ProofFuzzTest");
        List<Model> models = new ArrayList<>();
        try (VersionedState state = VersionedState.open(new MemoryStorage(), BLOCKS)) {
            Model model = Model.EMPTY;
            for (int height = 0; height < BLOCKS; height++) {
                ChangeSet changes = model.randomChanges(random, 300);
                model = model.with(changes);
                state.commit(state.stage(height, changes), List.of());
                models.add(model);
            }
            List<Proven> proofs = new ArrayList<>();
            for (int i = 0; i < PROOFS; i++) {
                long height = random.nextInt(BLOCKS);
                TableId table = Model.TABLES.get(random.nextInt(Model.TABLES.size()));
                StateProof proof = state.prove(height, table, Model.key(random));
                byte[] encoded = proof.encode().toArray();
                assertEquals(proof, StateProof.decode(Bytes.wrap(encoded)));
                proofs.add(new Proven(height, proof, encoded));
            }
            int[] outcomes = new int[3];
            for (Proven one : proofs) {
                Hash root = models.get((int) one.height()).root();
                assertTrue(one.proof().verify(root));
                for (int i = 0; i < LIES_EACH; i++) {
                    byte[] other = proofs.get(random.nextInt(PROOFS)).encoded();
                    byte[] lie = lie(one.encoded(), other, random);
                    if (!Arrays.equals(lie, one.encoded())) {
                        outcomes[judge(lie, one, root, models)]++;
                    }
                }
            }
            System.out.printf(
                    "lies: %d malformed, %d do not verify, %d are true of another key%n",
                    outcomes[0], outcomes[1], outcomes[2]);
            assertTrue(outcomes[0] > 0 && outcomes[1] > 0);
        }
    }

    private static int judge(byte[] lie, Proven told, Hash root, List<Model> models) {
        StateProof proof;
        try {
            proof = StateProof.decode(Bytes.wrap(lie));
        } catch (MalformedException malformed) {
            return 0;
        }
        assertFalse(proof.equals(told.proof()), "two encodings of one proof");
        if (!proof.verify(root)) {
            return 1;
        }
        // The path of one key also shows that its neighbours are absent, or what another holds.
        Model model = models.get((int) told.height());
        assertFalse(
                proof.table().equals(told.proof().table())
                        && proof.key().equals(told.proof().key()),
                () -> told.proof() + "\n" + proof);
        Bytes value =
                Model.TABLES.contains(proof.table())
                        ? model.table(proof.table()).get(proof.key())
                        : null;
        assertEquals(
                java.util.Optional.ofNullable(value),
                proof.value(),
                () -> told.proof() + "\n" + proof);
        return 2;
    }

    private static byte[] lie(byte[] told, byte[] other, Random random) {
        byte[] lie = told.clone();
        int at = random.nextInt(lie.length);
        switch (random.nextInt(7)) {
            case 0, 1 -> lie[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> lie[at] = (byte) random.nextInt(256);
            case 3 -> lie = Arrays.copyOf(lie, at);
            case 4 -> lie = join(lie, lie.length, other, random.nextInt(other.length));
            case 5 -> lie = join(lie, at, other, Math.min(at, other.length));
            default -> {
                int length = Math.min(32, Math.min(lie.length - at, other.length));
                System.arraycopy(other, random.nextInt(other.length - length + 1), lie, at, length);
            }
        }
        return lie;
    }

    private static byte[] join(byte[] first, int upTo, byte[] second, int from) {
        byte[] joined = Arrays.copyOf(first, upTo + second.length - from);
        System.arraycopy(second, from, joined, upTo, second.length - from);
        return joined;
    }
}
