package theseus.runtime;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import theseus.kernel.spi.ModuleRuntime.Finding;
import theseus.sdk.Capability;
import theseus.sdk.Definition;
import theseus.sdk.Event;
import theseus.sdk.Index;
import theseus.sdk.Lens;
import theseus.sdk.Message;
import theseus.sdk.Query;
import theseus.sdk.Refusal;
import theseus.sdk.Sum;
import theseus.sdk.Table;

/**
 * What a module said in {@code define}: classes and functional objects, in the order said. Mistakes
 * are collected, not thrown, since module code could catch what is thrown through it.
 */
final class Declarations implements Definition {
    static final int MAX_DECLARATIONS = 512;

    record Handles(Class<?> message, Handler<Object> handler) {}

    record Canary(Class<?> message, CanaryKey<Message> key) {}

    record Answers(Class<?> query, Class<?> result, Answer<Query<Object>, Object> answer) {}

    record Offers(Class<?> type, Object implementation) {}

    record Genesis(Class<?> type, Handler<Object> handler) {}

    record RecordInvariant(String name, Table<?, ?> table, RecordRule<Object, Object> rule) {}

    record SumInvariant(String name, Sum<?, ?> sum, SumRule rule) {}

    record ScanInvariant(
            String name, Table<?, ?> table, int recordsPerBlock, ScanRule<Object, Object> rule) {}

    record LensBetween(Table<?, ?> from, Table<?, ?> to, Lens<?, ?, ?, ?> lens) {}

    /** From a message or an event of a version before to one of this version. */
    record Turn(Class<?> old, Class<?> current, Up<Object, Object> up) {}

    record RefusedNow(String code, Refusal now) {}

    final List<Table<?, ?>> tables = new ArrayList<>();
    final List<Index<?, ?, ?>> indexes = new ArrayList<>();
    final List<Sum<?, ?>> sums = new ArrayList<>();
    final List<Handles> handles = new ArrayList<>();
    final List<Canary> canaries = new ArrayList<>();
    final List<Answers> answers = new ArrayList<>();
    final List<Offers> offers = new ArrayList<>();
    final List<Genesis> genesis = new ArrayList<>();
    final List<Routine> beginBlock = new ArrayList<>();
    final List<Routine> endBlock = new ArrayList<>();
    final List<RecordInvariant> recordInvariants = new ArrayList<>();
    final List<SumInvariant> sumInvariants = new ArrayList<>();
    final List<ScanInvariant> scanInvariants = new ArrayList<>();
    final List<Capability> needs = new ArrayList<>();
    final List<LensBetween> lenses = new ArrayList<>();
    final List<Turn> upMessages = new ArrayList<>();
    final List<Turn> upEvents = new ArrayList<>();
    final List<RefusedNow> upRefusals = new ArrayList<>();

    private final String moduleClass;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<List<Object>> said = new HashSet<>();
    private int count;
    private boolean open = true;

    Declarations(String moduleClass) {
        this.moduleClass = moduleClass;
    }

    /** Ends {@code define}; what is said later is ignored. */
    void close() {
        open = false;
        if (!findings.isEmpty()) {
            throw new Inadmissible(findings);
        }
    }

    @Override
    public <K, V> Definition table(Table<K, V> table) {
        return said("table", nameOf(table), table, tables, table);
    }

    @Override
    public Definition index(Index<?, ?, ?> index) {
        return said("table", index == null ? "" : index.name(), index, indexes, index);
    }

    @Override
    public Definition sum(Sum<?, ?> sum) {
        return said("table", sum == null ? "" : sum.name(), sum, sums, sum);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <M extends Message> Definition handles(Class<M> message, Handler<M> handler) {
        var handles = new Handles(message, (Handler<Object>) (Handler<?>) handler);
        return said("handles", message, handler, this.handles, handles);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <M extends Message> Definition canaryKey(Class<M> message, CanaryKey<M> key) {
        var canary = new Canary(message, (CanaryKey<Message>) (CanaryKey<?>) key);
        return said("canaryKey", message, key, canaries, canary);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R, Q extends Query<R>> Definition answers(
            Class<Q> query, Class<R> result, Answer<Q, R> answer) {
        var erased = (Answer<Query<Object>, Object>) (Answer<?, ?>) answer;
        return said("answers", query, answer, answers, new Answers(query, result, erased));
    }

    @Override
    public <T> Definition offers(Class<T> type, T implementation) {
        return said("offers", type, implementation, offers, new Offers(type, implementation));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <G> Definition genesis(Class<G> type, Handler<G> handler) {
        var once = new Genesis(type, (Handler<Object>) (Handler<?>) handler);
        return said("genesis", "", handler, genesis, once);
    }

    @Override
    public Definition beginBlock(Routine routine) {
        return said("beginBlock", "", routine, beginBlock, routine);
    }

    @Override
    public Definition endBlock(Routine routine) {
        return said("endBlock", "", routine, endBlock, routine);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <K, V> Definition recordInvariant(
            String name, Table<K, V> table, RecordRule<K, V> rule) {
        var erased = (RecordRule<Object, Object>) (RecordRule<?, ?>) rule;
        var invariant = new RecordInvariant(name, table, erased);
        return said("invariant", name, rule, recordInvariants, invariant);
    }

    @Override
    public Definition sumInvariant(String name, Sum<?, ?> sum, SumRule rule) {
        var invariant = new SumInvariant(name, sum, rule);
        return said("invariant", name, rule, sumInvariants, invariant);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <K, V> Definition scanInvariant(
            String name, Table<K, V> table, int recordsPerBlock, ScanRule<K, V> rule) {
        var erased = (ScanRule<Object, Object>) (ScanRule<?, ?>) rule;
        var invariant = new ScanInvariant(name, table, recordsPerBlock, erased);
        return said("invariant", name, rule, scanInvariants, invariant);
    }

    @Override
    public Definition needs(Capability capability) {
        return said("needs", capability, capability, needs, capability);
    }

    @Override
    public <OK, OV, NK, NV> Definition lens(
            Table<OK, OV> from, Table<NK, NV> to, Lens<OK, OV, NK, NV> lens) {
        return said("lens", from, lens, lenses, new LensBetween(from, to, lens));
    }

    @Override
    public <O extends Message, N extends Message> Definition upMessage(
            Class<O> old, Class<N> current, Up<O, N> up) {
        return turn("upMessage", old, current, up, upMessages);
    }

    @Override
    public <O extends Event, N extends Event> Definition upEvent(
            Class<O> old, Class<N> current, Up<O, N> up) {
        return turn("upEvent", old, current, up, upEvents);
    }

    @SuppressWarnings("unchecked")
    private Definition turn(
            String kind, Class<?> old, Class<?> current, Up<?, ?> up, List<Turn> into) {
        var turn = new Turn(old, current, (Up<Object, Object>) up);
        return said(kind, old, up == null ? up : current, into, turn);
    }

    @Override
    public Definition upRefusal(String code, Refusal now) {
        return said("upRefusal", code, now, upRefusals, new RefusedNow(code, now));
    }

    /** Every functional object and implementation: what stays alive between invocations. */
    List<Object> held() {
        List<Object> held = new ArrayList<>();
        handles.forEach(one -> held.add(one.handler()));
        canaries.forEach(one -> held.add(one.key()));
        answers.forEach(one -> held.add(one.answer()));
        offers.forEach(one -> held.add(one.implementation()));
        genesis.forEach(one -> held.add(one.handler()));
        held.addAll(beginBlock);
        held.addAll(endBlock);
        recordInvariants.forEach(one -> held.add(one.rule()));
        sumInvariants.forEach(one -> held.add(one.rule()));
        scanInvariants.forEach(one -> held.add(one.rule()));
        indexes.forEach(one -> held.add(one.extractor()));
        sums.forEach(one -> held.add(one.amount()));
        lenses.forEach(one -> held.add(one.lens()));
        upMessages.forEach(one -> held.add(one.up()));
        upEvents.forEach(one -> held.add(one.up()));
        return held;
    }

    private static String nameOf(Table<?, ?> table) {
        return table == null ? "" : table.name();
    }

    /** Keeps {@code value} once per kind and subject. */
    private <T> Definition said(
            String kind, Object subject, Object mustBeThere, List<T> into, T value) {
        if (!open) {
            return this;
        }
        if (subject == null || mustBeThere == null) {
            return problem(kind + "(...) was given null", "give every argument a value");
        }
        if (++count > MAX_DECLARATIONS) {
            open = false;
            return problem(
                    "define() declares more than " + MAX_DECLARATIONS + " things",
                    "split the module");
        }
        if (!said.add(List.of(kind, subject))) {
            String which = subject instanceof Class<?> type ? type.getName() : subject.toString();
            return problem(kind + "(" + which + ") is declared twice", "declare it once");
        }
        into.add(value);
        return this;
    }

    private Definition problem(String problem, String advice) {
        findings.add(new Finding(moduleClass, "define", problem, advice));
        return this;
    }
}
