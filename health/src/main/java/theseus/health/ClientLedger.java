package theseus.health;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import theseus.client.ApiException;
import theseus.client.ChainClient;
import theseus.client.Proven;
import theseus.client.UnverifiedException;
import theseus.protocol.Header;
import theseus.protocol.MalformedException;
import theseus.protocol.RecordCodec;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.Table;

/**
 * The chain through a node's API, believing only what follows from the genesis. Counts the proofs
 * that held. Thread-safe; a snapshot belongs to one thread.
 */
final class ClientLedger implements Ledger {
    private final ChainClient client;
    private final AtomicLong proofs = new AtomicLong();
    private final Map<Class<?>, RecordCodec<?>> codecs = new ConcurrentHashMap<>();

    ClientLedger(ChainClient client) {
        this.client = client;
    }

    @Override
    public Hash chain() {
        return client.chain();
    }

    /** State proofs that led to a certified header so far. */
    long proofsVerified() {
        return proofs.get();
    }

    @Override
    public Verdict<Snapshot> latest() {
        return verdict(() -> new At(client.header(client.status().height())));
    }

    private final class At implements Snapshot {
        private final Header header;
        private final Map<Bytes, Optional<Bytes>> proven = new HashMap<>();

        At(Header header) {
            this.header = header;
        }

        @Override
        public Header header() {
            return header;
        }

        @Override
        public <K, V> Verdict<Optional<V>> get(String instance, Table<K, V> table, K key) {
            Bytes encoded = codec(table.key()).encode(key);
            String asked = instance + "/" + table.name() + "/" + table.schema() + "/";
            Bytes cached = Bytes.ofUtf8(asked).concat(encoded);
            return verdict(
                    () -> {
                        Optional<Bytes> value = proven.get(cached);
                        if (value == null) {
                            value =
                                    prove(
                                            new TableId(instance, table.name(), table.schema()),
                                            encoded);
                            proven.put(cached, value);
                        }
                        return value.map(codec(table.value())::decode);
                    });
        }

        private Optional<Bytes> prove(TableId table, Bytes key) {
            Proven<Optional<Bytes>> answer =
                    client.prove(table, key, OptionalLong.of(header.height()));
            proofs.incrementAndGet();
            return answer.value();
        }
    }

    /** Codecs are made by reflection, once for each class. */
    @SuppressWarnings("unchecked") // what is kept under a class is the codec of that class
    private <T> RecordCodec<T> codec(Class<T> type) {
        return (RecordCodec<T>) codecs.computeIfAbsent(type, RecordCodec::of);
    }

    private static <T> Verdict<T> verdict(Supplier<T> asked) {
        try {
            return Verdict.given(asked.get());
        } catch (UnverifiedException | MalformedException e) {
            return Verdict.denied(DenialCode.BAD_PROOF, String.valueOf(e.getMessage()));
        } catch (ApiException e) {
            return Verdict.denied(DenialCode.CHAIN_UNREACHABLE, String.valueOf(e.getMessage()));
        }
    }
}
