package theseus.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import theseus.kernel.spi.Host;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.Sandbox;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.CborReader;
import theseus.protocol.CborWriter;
import theseus.protocol.EventRecord;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Change;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/** One instance's world in maps, with the kernel's duties towards derived tables. */
public final class FakeHost implements Host {
    private final Sandbox sandbox;
    private final String instance;
    final Map<Integer, NavigableMap<Bytes, Bytes>> tables = new LinkedHashMap<>();
    boolean revert = true;
    final List<EventRecord> events = new ArrayList<>();
    final Map<String, FakeHost> bound = new LinkedHashMap<>();
    AccountId sender = new AccountId(Bytes.wrap(new byte[32]));
    Optional<String> refuseProposals = Optional.empty();
    Optional<RuntimeException> broken = Optional.empty();

    public FakeHost(Sandbox sandbox, String instance) {
        this.sandbox = sandbox;
        this.instance = instance;
    }

    /** Keeps what was written only when it returned, as the kernel does. */
    public Outcome invoke(Invocation invocation, long gasLimit) {
        Map<Integer, NavigableMap<Bytes, Bytes>> before = new LinkedHashMap<>();
        tables.forEach((table, rows) -> before.put(table, new TreeMap<>(rows)));
        int eventsBefore = events.size();
        Outcome outcome = sandbox.invoke(invocation, this, gasLimit);
        if (!(outcome instanceof Outcome.Returned)) {
            tables.clear();
            tables.putAll(before);
            events.subList(eventsBefore, events.size()).clear();
        }
        return outcome;
    }

    /** Without a copy to revert to. */
    Outcome invokeRaw(Invocation invocation, long gasLimit) {
        return sandbox.invoke(invocation, this, gasLimit);
    }

    @Override
    public Environment environment() {
        return new Environment(instance, 7, 1_000, sender, Optional.empty(), Hash.ZERO);
    }

    private NavigableMap<Bytes, Bytes> table(int table) {
        return tables.computeIfAbsent(table, _ -> new TreeMap<>());
    }

    @Override
    public Optional<Bytes> get(int table, Bytes key) {
        if (broken.isPresent()) {
            throw broken.get();
        }
        return Optional.ofNullable(table(table).get(key));
    }

    @Override
    public long put(int table, Bytes key, Bytes value, long gasLeft) {
        long used = unlink(table, key, gasLeft);
        Outcome.Derived derived = derive(table, key, value, true, gasLeft - used);
        for (Outcome.IndexKey index : derived.keys()) {
            table(index.table()).put(index.key(), Bytes.fromHex("80"));
        }
        derived.amounts().forEach(amount -> add(amount.table(), amount.amount()));
        table(table).put(key, value);
        return used + derived.gasUsed();
    }

    @Override
    public long remove(int table, Bytes key, long gasLeft) {
        long used = unlink(table, key, gasLeft);
        table(table).remove(key);
        return used;
    }

    private long unlink(int table, Bytes key, long gasLeft) {
        Bytes old = table(table).get(key);
        if (old == null) {
            return 0;
        }
        Outcome.Derived derived = derive(table, key, old, false, gasLeft);
        derived.keys().forEach(index -> table(index.table()).remove(index.key()));
        derived.amounts().forEach(amount -> add(amount.table(), Math.negateExact(amount.amount())));
        return derived.gasUsed();
    }

    private void add(int table, long amount) {
        Bytes old = table(table).get(LiveView.SUM_KEY);
        long sum = old == null ? 0 : new CborReader(old).integer(64);
        table(table)
                .put(
                        LiveView.SUM_KEY,
                        new CborWriter().integer(Math.addExact(sum, amount)).toBytes());
    }

    private Outcome.Derived derive(
            int table, Bytes key, Bytes value, boolean checked, long gasLeft) {
        return switch (sandbox.invoke(
                new Invocation.Derive(table, key, value, checked), this, gasLeft)) {
            case Outcome.Derived derived -> derived;
            case Outcome.Trapped trapped -> throw new HostTrap(trapped);
            case Outcome other -> throw new IllegalStateException(other.toString());
        };
    }

    @Override
    public List<Row> range(int table, Bytes from, Optional<Bytes> to, int limit) {
        var rows =
                to.isPresent()
                        ? table(table).subMap(from, true, to.get(), false)
                        : table(table).tailMap(from, true);
        return rows.entrySet().stream()
                .limit(limit)
                .map(row -> new Row(row.getKey(), row.getValue()))
                .toList();
    }

    @Override
    public void emit(String event, Bytes body) {
        events.add(new EventRecord(instance, event, body));
    }

    @Override
    public Outcome call(
            String interfaceName, String method, boolean readOnly, Bytes arguments, long gasLeft) {
        FakeHost callee = bound.get(interfaceName);
        callee.sender = sender;
        var invocation = new Invocation.Call(interfaceName, method, arguments);
        return revert ? callee.invoke(invocation, gasLeft) : callee.invokeRaw(invocation, gasLeft);
    }

    @Override
    public long price(Change change) {
        return 0;
    }

    @Override
    public Optional<String> propose(Change change) {
        return refuseProposals;
    }

    @Override
    public boolean verifies(PublicKey key, Bytes content, Bytes signature) {
        return content.equals(signature);
    }
}
