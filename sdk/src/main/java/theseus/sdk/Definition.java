package theseus.sdk;

/** How a module says what it is; see {@link Module#define}. Order does not matter. */
public interface Definition {
    /** Handles a message. */
    @FunctionalInterface
    interface Handler<M> {
        void handle(Context context, M message);
    }

    /** Answers a query. */
    @FunctionalInterface
    interface Answer<Q, R> {
        R answer(View view, Q query);
    }

    /** Runs at the beginning or the end of each block, with a gas budget of its own. */
    @FunctionalInterface
    interface Routine {
        void run(Context context);
    }

    /** Must hold for a record at each write. Pure. */
    @FunctionalInterface
    interface RecordRule<K, V> {
        boolean holds(K key, V value);
    }

    /** Must hold at the end of each transaction that changed the sum. */
    @FunctionalInterface
    interface SumRule {
        boolean holds(View view, long total);
    }

    /** Should hold for each record; walked by a cursor, a few records each block. */
    @FunctionalInterface
    interface ScanRule<K, V> {
        boolean holds(View view, K key, V value);
    }

    /** Computes the key by which a canary selects a message. Pure. */
    @FunctionalInterface
    interface CanaryKey<M> {
        Bytes of(M message);
    }

    <K, V> Definition table(Table<K, V> table);

    Definition index(Index<?, ?, ?> index);

    Definition sum(Sum<?, ?> sum);

    <M extends Message> Definition handles(Class<M> message, Handler<M> handler);

    /** Unless set, the canary key of a message is its sender. */
    <M extends Message> Definition canaryKey(Class<M> message, CanaryKey<M> key);

    <R, Q extends Query<R>> Definition answers(
            Class<Q> query, Class<R> result, Answer<Q, R> answer);

    /** Offers {@code type}, which is annotated with {@link Interface}, to other modules. */
    <T> Definition offers(Class<T> type, T implementation);

    /** Fills the tables of a new instance from {@code type}, the shape of its genesis document. */
    <G> Definition genesis(Class<G> type, Handler<G> handler);

    Definition beginBlock(Routine routine);

    Definition endBlock(Routine routine);

    <K, V> Definition recordInvariant(String name, Table<K, V> table, RecordRule<K, V> rule);

    Definition sumInvariant(String name, Sum<?, ?> sum, SumRule rule);

    <K, V> Definition scanInvariant(
            String name, Table<K, V> table, int recordsPerBlock, ScanRule<K, V> rule);

    /** Asks for a right over the kernel's own state; genesis or a plan must grant it. */
    Definition needs(Capability capability);

    /** Carries the records of {@code from}, a schema in force before, to {@code to}. */
    <OK, OV, NK, NV> Definition lens(
            Table<OK, OV> from, Table<NK, NV> to, Lens<OK, OV, NK, NV> lens);

    /**
     * Accepts a message in an older form: {@code old}, whose {@link Form} is lower, is turned into
     * {@code current}, which is handled. Both have the same simple name.
     */
    <O extends Message, N extends Message> Definition upMessage(
            Class<O> old, Class<N> current, Up<O, N> up);

    /**
     * Says how an event of the version before looks in this one, so that both can be compared.
     * {@code old} has the same simple name and is not an event of this version.
     */
    <O extends Event, N extends Event> Definition upEvent(
            Class<O> old, Class<N> current, Up<O, N> up);

    /** Says that what the version before refused with {@code code} is refused with {@code now}. */
    Definition upRefusal(String code, Refusal now);

    /** Turns a value of the version before into one of this version. Pure. */
    @FunctionalInterface
    interface Up<O, N> {
        N of(O old);
    }
}
