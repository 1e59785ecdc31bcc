package theseus.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import theseus.protocol.CborReader;
import theseus.protocol.CborWriter;
import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/** What the codecs of the kernel's records have in common. */
final class Coding {
    private Coding() {}

    static Bytes key(AccountId account) {
        return new CborWriter(40).bytes(account.bytes()).toBytes();
    }

    static Bytes key(Hash hash) {
        return new CborWriter(40).bytes(hash.bytes()).toBytes();
    }

    static Bytes key(String name) {
        return new CborWriter().text(name).toBytes();
    }

    static Bytes key(PublicKey key) {
        CborWriter out = new CborWriter();
        write(out, key);
        return out.toBytes();
    }

    static PublicKey publicKey(Bytes encoding) {
        return decode(encoding, Coding::publicKey);
    }

    static <T> T decode(Bytes encoding, Function<CborReader, T> read) {
        CborReader in = new CborReader(encoding);
        T value = read.apply(in);
        in.end();
        return value;
    }

    static <T> void list(CborWriter out, List<T> items, BiConsumer<CborWriter, T> write) {
        out.arrayHeader(items.size());
        for (T item : items) {
            write.accept(out, item);
        }
    }

    static <T> List<T> list(CborReader in, int maxItems, Function<CborReader, T> read) {
        int count = in.arrayHeader(maxItems);
        List<T> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(read.apply(in));
        }
        return items;
    }

    static void write(CborWriter out, PublicKey key) {
        out.arrayHeader(2).integer(key.algorithm()).bytes(key.bytes());
    }

    static PublicKey publicKey(CborReader in) {
        in.expectArray(2);
        return new PublicKey((int) in.integer(Integer.SIZE), in.bytes());
    }

    static void write(CborWriter out, AccountKeys keys) {
        out.arrayHeader(2);
        list(out, keys.keys(), Coding::write);
        out.integer(keys.threshold());
    }

    static AccountKeys accountKeys(CborReader in) {
        in.expectArray(2);
        return new AccountKeys(
                list(in, AccountKeys.MAX_KEYS, Coding::publicKey), (int) in.integer(Integer.SIZE));
    }
}
