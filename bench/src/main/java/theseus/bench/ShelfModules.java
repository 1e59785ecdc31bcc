package theseus.bench;

import theseus.protocol.Artifact;

/**
 * Modules with the same table and the same work on it: {@code shelf} offers it to other modules and
 * answers queries, {@code caller} asks for it through the kernel, {@code alone} has it behind a
 * plain Java interface of its own.
 */
final class ShelfModules {
    private ShelfModules() {}

    static Artifact shelf() throws Exception {
        return BenchModules.compile("ShelfModule", SHELF.replace("@COMMON@", COMMON));
    }

    static Artifact caller() throws Exception {
        return BenchModules.compile("CallerModule", CALLER);
    }

    static Artifact alone() throws Exception {
        return BenchModules.compile("AloneModule", ALONE.replace("@COMMON@", COMMON));
    }

    private static final String COMMON =
            """
                /** With its key and the codec's bytes about 130 bytes. */
                public record Slot(AccountId owner, long amount, Bytes note) {}

                private static final int NOTE_BYTES = 56;

                private final Table<Long, Slot> slots = Table.of("slots", Long.class, Slot.class);

                private long add(Context context, long key, long amount) {
                    Optional<Slot> before = context.get(slots, key);
                    Slot now =
                            before.isPresent()
                                    ? new Slot(
                                            before.get().owner(),
                                            before.get().amount() + amount,
                                            before.get().note())
                                    : fresh(context, amount);
                    context.put(slots, key, now);
                    return now.amount();
                }

                private static Slot fresh(Context context, long amount) {
                    return new Slot(context.sender(), amount, Bytes.of(new byte[NOTE_BYTES]));
                }
            """;

    private static final String SHELF =
            """
            package bench.shelf;

            import java.util.Optional;
            import theseus.sdk.*;
            import theseus.sdk.Module;

            @ModuleInfo(name = "shelf", version = "1.0.0")
            public final class ShelfModule implements Module {
                @Interface(name = "shelf", version = "1.0")
                public interface Shelf {
                    Result<Long> add(Context context, long key, long amount);
                }

                public record Put(long key, long amount) implements Message {}

                public record Fill(long from, long count) implements Message {}

                public record Found(long amount, Bytes note) {}

                public record Look(long key) implements Query<Found> {}

            @COMMON@

                @Override
                public void define(Definition module) {
                    module.table(slots)
                            .handles(Put.class, this::put)
                            .handles(Fill.class, this::fill)
                            .answers(Look.class, Found.class, this::look)
                            .offers(Shelf.class, this::offered);
                }

                private Result<Long> offered(Context context, long key, long amount) {
                    return new Result.Ok<>(add(context, key, amount));
                }

                private void put(Context context, Put message) {
                    add(context, message.key(), message.amount());
                }

                private void fill(Context context, Fill message) {
                    for (long i = message.from(); i < message.from() + message.count(); i++) {
                        context.put(slots, i, fresh(context, i));
                    }
                }

                private Found look(View view, Look query) {
                    Optional<Slot> slot = view.get(slots, query.key());
                    return slot.isPresent()
                            ? new Found(slot.get().amount(), slot.get().note())
                            : new Found(0L, Bytes.EMPTY);
                }
            }
            """;

    private static final String CALLER =
            """
            package bench.caller;

            import theseus.sdk.*;
            import theseus.sdk.Module;

            @ModuleInfo(name = "caller", version = "1.0.0")
            public final class CallerModule implements Module {
                @Interface(name = "shelf", version = "1.0")
                public interface Shelf {
                    Result<Long> add(Context context, long key, long amount);
                }

                public record Run(long from, long count) implements Message {}

                public record Ran(long sum) implements Event {}

                private final Shelf shelf = Required.interfaceOf(Shelf.class, "1");

                @Override
                public void define(Definition module) {
                    module.handles(Run.class, this::run);
                }

                private void run(Context context, Run message) {
                    long sum = 0;
                    for (long i = message.from(); i < message.from() + message.count(); i++) {
                        sum += shelf.add(context, i, 1).orRefuse();
                    }
                    context.emit(new Ran(sum));
                }
            }
            """;

    private static final String ALONE =
            """
            package bench.alone;

            import java.util.Optional;
            import theseus.sdk.*;
            import theseus.sdk.Module;

            @ModuleInfo(name = "alone", version = "1.0.0")
            public final class AloneModule implements Module {
                interface Shelf {
                    Result<Long> add(Context context, long key, long amount);
                }

                public record Run(long from, long count) implements Message {}

                public record Ran(long sum) implements Event {}

            @COMMON@

                private final Shelf shelf =
                        (context, key, amount) -> new Result.Ok<>(add(context, key, amount));

                @Override
                public void define(Definition module) {
                    module.table(slots).handles(Run.class, this::run);
                }

                private void run(Context context, Run message) {
                    long sum = 0;
                    for (long i = message.from(); i < message.from() + message.count(); i++) {
                        sum += shelf.add(context, i, 1).orRefuse();
                    }
                    context.emit(new Ran(sum));
                }
            }
            """;
}
