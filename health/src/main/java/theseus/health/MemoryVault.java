package theseus.health;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** A vault in memory, for tests. */
final class MemoryVault implements Vault {
    private final Map<Hash, Bytes> ciphertexts = new HashMap<>();
    private final Map<AccountId, Map<Hash, WrappedKey>> keys = new HashMap<>();

    @Override
    public synchronized void put(List<Bytes> added) {
        for (Bytes ciphertext : added) {
            ciphertexts.put(Digests.sha256(ciphertext.unsafeArray()), ciphertext);
        }
    }

    @Override
    public synchronized Verdict<Bytes> get(Hash address) {
        Bytes found = ciphertexts.getOrDefault(address, Bytes.EMPTY);
        return found.isEmpty()
                ? Verdict.denied(DenialCode.CIPHERTEXT_MISSING, "nothing lies at " + address)
                : Verdict.given(found);
    }

    @Override
    public synchronized void putKeys(AccountId holder, List<HeldKey> added) {
        Map<Hash, WrappedKey> held = keys.computeIfAbsent(holder, _ -> new HashMap<>());
        added.forEach(each -> held.put(each.recordId(), each.key()));
    }

    @Override
    public synchronized Optional<WrappedKey> key(AccountId holder, Hash recordId) {
        return Optional.ofNullable(keys.getOrDefault(holder, Map.of()).get(recordId));
    }

    @Override
    public synchronized void shred(Hash recordId, Hash address) {
        ciphertexts.remove(address);
        keys.values().forEach(held -> held.remove(recordId));
    }
}
