package theseus.node;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import theseus.kernel.spi.SignatureScheme;
import theseus.sdk.Bytes;
import theseus.sdk.PublicKey;

/**
 * Remembers signatures that were valid, so that one that was verified while a request was read is
 * not verified again in {@code CheckTx} and in the block. Two generations, each bounded; what is
 * invalid is never remembered.
 */
final class SignatureCache implements SignatureScheme {
    private record Valid(PublicKey key, Bytes content, Bytes signature) {
        /** Of what is not the same for many: hashing all of it cost more than looking it up. */
        @Override
        public int hashCode() {
            return signature.hashCode();
        }
    }

    private final SignatureScheme scheme;
    private final int generationEntries;
    private final LongAdder verified = new LongAdder();
    private final LongAdder remembered = new LongAdder();
    private volatile ConcurrentHashMap<Valid, Boolean> young = new ConcurrentHashMap<>();
    private volatile ConcurrentHashMap<Valid, Boolean> old = new ConcurrentHashMap<>();

    SignatureCache(SignatureScheme scheme, int maxEntries) {
        this.scheme = scheme;
        this.generationEntries = Math.max(1, maxEntries / 2);
    }

    @Override
    public boolean verify(PublicKey key, Bytes content, Bytes signature) {
        Valid entry = new Valid(key, content, signature);
        if (young.containsKey(entry) || old.containsKey(entry)) {
            remembered.increment();
            return true;
        }
        verified.increment();
        boolean valid = scheme.verify(key, content, signature);
        if (valid) {
            remember(entry);
        }
        return valid;
    }

    long verifiedTotal() {
        return verified.sum();
    }

    long rememberedTotal() {
        return remembered.sum();
    }

    private void remember(Valid entry) {
        if (young.size() >= generationEntries) {
            age();
        }
        young.put(entry, true);
    }

    private synchronized void age() {
        if (young.size() >= generationEntries) {
            old = young;
            young = new ConcurrentHashMap<>();
        }
    }
}
