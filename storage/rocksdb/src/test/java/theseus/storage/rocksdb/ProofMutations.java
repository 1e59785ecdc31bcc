package theseus.storage.rocksdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import theseus.protocol.StateProof;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Small lies in proofs: each says something else, or the same with something added or left out. */
final class ProofMutations {
    private ProofMutations() {}

    static StateProof mutate(StateProof proof, Random random) {
        TableId table = proof.table();
        Bytes key = proof.key();
        Optional<Bytes> value = proof.value();
        StateProof.Path inTable = proof.inTable();
        Optional<Hash> tableRoot = proof.tableRoot();
        StateProof.Path inState = proof.inState();
        switch (random.nextInt(6)) {
            case 0 -> table = new TableId(table.instance(), table.table(), table.schema() + 1_000);
            case 1 -> value = value.isPresent() ? Optional.empty() : Optional.of(key);
            case 2 -> value = value.map(bytes -> bytes.concat(Bytes.fromHex("00")));
            case 3 -> inTable = mutate(inTable, random);
            case 4 -> tableRoot = tableRoot.map(root -> flip(root, random));
            default -> inState = mutate(inState, random);
        }
        return new StateProof(table, key, value, inTable, tableRoot, inState);
    }

    private static StateProof.Path mutate(StateProof.Path path, Random random) {
        List<Hash> siblings = new ArrayList<>(path.siblings());
        Optional<StateProof.Leaf> end = path.end();
        int at = random.nextInt(siblings.size() + 1);
        switch (random.nextInt(6)) {
            case 0 -> siblings.add(at, Hash.ZERO);
            case 1 -> siblings.add(Hash.ZERO);
            case 2 -> end = Optional.empty();
            case 3 ->
                    end =
                            end.map(
                                    leaf ->
                                            new StateProof.Leaf(
                                                    flip(leaf.path(), random), leaf.value()));
            case 4 -> {
                if (at < siblings.size()) {
                    siblings.remove(at);
                }
            }
            default -> {
                if (at < siblings.size()) {
                    siblings.set(at, flip(siblings.get(at), random));
                }
            }
        }
        return new StateProof.Path(siblings, end);
    }

    static Hash flip(Hash hash, Random random) {
        byte[] bytes = hash.bytes().toArray();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return new Hash(Bytes.wrap(bytes));
    }
}
