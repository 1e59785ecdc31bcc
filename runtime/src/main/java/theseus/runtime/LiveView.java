package theseus.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.Host;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.CborReader;
import theseus.protocol.Sha256;
import theseus.protocol.TrapKind;
import theseus.runtime.Bindings.BoundIndex;
import theseus.runtime.Bindings.BoundTable;
import theseus.sdk.Bytes;
import theseus.sdk.Entry;
import theseus.sdk.Hash;
import theseus.sdk.Index;
import theseus.sdk.PublicKey;
import theseus.sdk.Result;
import theseus.sdk.Sum;
import theseus.sdk.Table;
import theseus.sdk.View;

/**
 * What a module reads the chain through during one invocation. Charges before it asks the host, so
 * that nothing is done for gas that is not there.
 */
sealed class LiveView implements View permits LiveContext {
    /** Key of a sum's only record: the empty array. */
    static final Bytes SUM_KEY = Bytes.fromHex("80");

    /** Rows fetched at once: bounds what is read before it is paid for. */
    private static final int PAGE_ROWS = 64;

    final Invoking invoking;
    final Host host;
    private final Host.Environment environment;
    private boolean open = true;

    LiveView(Invoking invoking, Host host) {
        this.invoking = invoking;
        this.host = host;
        this.environment = host.environment();
    }

    /** Ends the invocation: a view that was kept is of no use. */
    final void close() {
        open = false;
    }

    final void use() {
        if (!open) {
            throw new Trap(
                    TrapKind.EXCEPTION,
                    invoking.module() + " kept a View or Context beyond the call it was given to");
        }
    }

    final Host.Environment environment() {
        use();
        return environment;
    }

    @Override
    public final String instance() {
        return environment().instance();
    }

    @Override
    public final long height() {
        return environment().height();
    }

    @Override
    public final long timeMillis() {
        return environment().timeMillis();
    }

    @Override
    public final <K, V> Optional<V> get(Table<K, V> table, K key) {
        use();
        BoundTable bound = invoking.bindings().table(table);
        Bytes encoded = invoking.encodeKey(bound.key(), key, bound.handle().name());
        invoking.charge(HostCosts.GET + HostCosts.READ_BYTE * encoded.size());
        Optional<Bytes> found = invoking.ask(() -> host.get(bound.position(), encoded));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        invoking.charge(HostCosts.READ_BYTE * found.get().size());
        @SuppressWarnings("unchecked")
        V value = (V) invoking.stored(bound.value(), found.get(), bound.handle().name());
        return Optional.of(value);
    }

    @Override
    public final <K, V> List<Entry<K, V>> range(Table<K, V> table, K from, K to, int limit) {
        use();
        BoundTable bound = invoking.bindings().table(table);
        String name = bound.handle().name();
        Bytes first = invoking.encodeKey(bound.key(), from, name);
        Bytes end = invoking.encodeKey(bound.key(), to, name);
        List<Object> entries = new ArrayList<>();
        for (Row row : rows(bound.position(), first, end, limit)) {
            entries.add(
                    new Entry<>(
                            invoking.stored(bound.key(), row.key(), name),
                            invoking.stored(bound.value(), row.value(), name)));
        }
        return invoking.list(entries);
    }

    @Override
    public final <I, K, V> List<K> find(Index<I, K, V> index, I by, Optional<K> after, int limit) {
        use();
        BoundIndex bound = invoking.bindings().index(index);
        String name = bound.handle().name();
        Bytes prefix = invoking.indexPrefix(bound, by);
        Bytes first = prefix;
        if (after.isPresent()) {
            // The smallest key after [by, after]: the same with a zero byte behind it.
            Bytes last = invoking.encodeKey(bound.key(), after.get(), name);
            first = prefix.concat(last).concat(ZERO);
        }
        List<Object> keys = new ArrayList<>();
        for (Row row : rows(bound.position(), first, successor(prefix), limit)) {
            Bytes key = row.key().slice(prefix.size(), row.key().size());
            keys.add(invoking.stored(bound.key(), key, name));
        }
        return invoking.list(keys);
    }

    private static final Bytes ZERO = Bytes.of(new byte[1]);

    /** The smallest byte string after all that begin with {@code prefix}. */
    private static Bytes successor(Bytes prefix) {
        byte[] next = prefix.toArray();
        int i = next.length - 1;
        while (next[i] == -1) {
            i--;
        }
        next[i]++;
        return Bytes.of(next, 0, i + 1);
    }

    private List<Row> rows(int table, Bytes first, Bytes end, int limit) {
        if (limit < 0 || limit > MAX_RANGE) {
            throw new Trap(
                    TrapKind.EXCEPTION,
                    "%s asks for %d records at once; 0 to %d are allowed"
                            .formatted(invoking.module(), limit, MAX_RANGE));
        }
        invoking.charge(HostCosts.RANGE);
        List<Row> rows = new ArrayList<>();
        Bytes from = first;
        while (rows.size() < limit && from.compareTo(end) < 0) {
            int page = Math.min(PAGE_ROWS, limit - rows.size());
            invoking.charge(HostCosts.ROW * page);
            Bytes start = from;
            List<Row> more = invoking.ask(() -> host.range(table, start, Optional.of(end), page));
            long size = 0;
            for (Row row : more) {
                size += row.key().size() + row.value().size();
            }
            invoking.charge(HostCosts.READ_BYTE * size);
            rows.addAll(more);
            if (more.size() < page) {
                break;
            }
            from = more.getLast().key().concat(ZERO);
        }
        return rows;
    }

    @Override
    public final long total(Sum<?, ?> sum) {
        use();
        int position = invoking.bindings().sum(sum).position();
        invoking.charge(HostCosts.GET);
        Optional<Bytes> total = invoking.ask(() -> host.get(position, SUM_KEY));
        return total.isEmpty() ? 0 : new CborReader(total.get()).integer(Long.SIZE);
    }

    @Override
    public final Hash sha256(Bytes content) {
        use();
        invoking.charge(HostCosts.SHA256 + HostCosts.SHA256_BYTE * content.size());
        return Sha256.of(content);
    }

    @Override
    public final boolean verifies(PublicKey key, Bytes content, Bytes signature) {
        use();
        long bytes = (long) content.size() + signature.size();
        invoking.charge(HostCosts.VERIFY + HostCosts.SHA256_BYTE * bytes);
        return invoking.ask(() -> host.verifies(key, content, signature));
    }

    /** A call of a required interface, from its stub. */
    final Result<Object> call(String interfaceName, CallMethod method, Object[] arguments) {
        use();
        if (!method.readOnly() && !(this instanceof LiveContext)) {
            throw new Trap(
                    TrapKind.EXCEPTION,
                    "%s calls %s.%s, which may write, from where it may only read"
                            .formatted(invoking.module(), interfaceName, method.name()));
        }
        Bytes encoded = invoking.encodeArguments(method, arguments);
        invoking.charge(HostCosts.CALL);
        Outcome outcome =
                invoking.askNesting(
                        left ->
                                host.call(
                                        interfaceName,
                                        method.name(),
                                        method.readOnly(),
                                        encoded,
                                        left));
        invoking.charge(outcome.gasUsed());
        return switch (outcome) {
            case Outcome.Returned(Bytes value, _) ->
                    new Result.Ok<>(invoking.returned(method, value, interfaceName));
            case Outcome.Refused(String code, _) -> new Result.Refused<>(code);
            case Outcome.Trapped(TrapKind kind, String reason, _) -> throw new Trap(kind, reason);
            case Outcome.Derived _, Outcome.Carried _ ->
                    throw new IllegalStateException("a call cannot end as derived or carried");
        };
    }
}
