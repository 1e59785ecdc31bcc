package theseus.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * One execution: a set of versions over tables that are left as they are. What it would change is a
 * value, so the same submission can be executed in two worlds and the two compared.
 */
final class World {
    static final int MAX_VALUE = 128 * 1024;
    static final int MAX_EVENTS = 1024;

    private static final class Refused extends RuntimeException {
        private final String instance;
        private final String code;

        Refused(String instance, String code) {
            super(code, null, false, false);
            this.instance = instance;
            this.code = code;
        }
    }

    private static final class Trap extends RuntimeException {
        private final String kind;

        Trap(String kind) {
            super(kind, null, false, false);
            this.kind = kind;
        }
    }

    private final Map<String, Version> versions;
    private final Tables base;
    private final Predicate<String> suspended;
    private final long gasLimit;
    private Tables tables;
    private List<Event> events = new ArrayList<>();
    private final SortedSet<Cell> touched = new TreeSet<>();
    private final SortedSet<String> ran = new TreeSet<>();
    private final List<String> stack = new ArrayList<>();
    private long gas;

    private World(
            Map<String, Version> versions,
            Tables base,
            Predicate<String> suspended,
            long gasLimit) {
        this.versions = versions;
        this.base = base;
        this.suspended = suspended;
        this.gasLimit = gasLimit;
        this.tables = base.copy();
    }

    /** All messages, or none. */
    static Executed transaction(
            Map<String, Version> versions,
            Tables base,
            Predicate<String> suspended,
            Transaction transaction,
            long gasLimit) {
        World world = new World(versions, base, suspended, gasLimit);
        return world.run(
                () -> {
                    for (Message message : transaction.messages()) {
                        Version version = world.version(message.instance());
                        Version.Handler handler =
                                world.of(
                                        version.handlers,
                                        new Version.Form(message.name(), message.form()));
                        world.enter(
                                message.instance(),
                                transaction.sender(),
                                context -> {
                                    handler.handle(context, message.body());
                                    return "";
                                });
                    }
                });
    }

    /** A routine, a genesis: what an instance does by itself. */
    static Executed alone(
            Map<String, Version> versions,
            Tables base,
            Predicate<String> suspended,
            String instance,
            Version.Routine routine) {
        World world = new World(versions, base, suspended, Long.MAX_VALUE);
        return world.run(
                () ->
                        world.enter(
                                instance,
                                instance,
                                context -> {
                                    routine.run(context);
                                    return "";
                                }));
    }

    private Executed run(Runnable code) {
        Result result = new Result.Applied();
        Optional<String> refusedBy = Optional.empty();
        try {
            code.run();
        } catch (Refused refused) {
            result = new Result.Refused(refused.code);
            refusedBy = Optional.of(refused.instance);
        } catch (Trap trap) {
            result = new Result.Trapped(trap.kind);
        } catch (RuntimeException bug) {
            result = new Result.Trapped(Result.EXCEPTION);
        }
        boolean applied = result instanceof Result.Applied;
        return new Executed(
                result,
                applied ? events : List.of(),
                applied ? changes() : new TreeMap<>(),
                touched,
                ran,
                Math.min(gas, gasLimit),
                refusedBy);
    }

    private TreeMap<Cell, Optional<String>> changes() {
        TreeMap<Cell, Optional<String>> changes = new TreeMap<>();
        for (Cell cell : touched) {
            Optional<String> now = tables.get(cell.table(), cell.key());
            if (!now.equals(base.get(cell.table(), cell.key()))) {
                changes.put(cell, now);
            }
        }
        return changes;
    }

    private interface Code {
        String run(Context context);
    }

    private String enter(String instance, String sender, Code code) {
        ran.add(instance);
        stack.addLast(instance);
        try {
            return code.run(new Inside(instance, sender));
        } finally {
            stack.removeLast();
        }
    }

    private Version version(String instance) {
        return of(versions, instance);
    }

    /** What admission made sure of; a miss here is a bug of whoever built the versions. */
    private <K, V> V of(Map<K, V> map, K key) {
        V found = map.get(key);
        if (found == null) {
            throw new Trap("NO " + key);
        }
        return found;
    }

    /** The chain as an instance sees it. */
    private final class Inside implements Context {
        private final String instance;
        private final String sender;
        private final Version version;

        Inside(String instance, String sender) {
            this.instance = instance;
            this.sender = sender;
            this.version = version(instance);
        }

        private TableName name(String table) {
            return new TableName(instance, table, of(version.tables, table));
        }

        @Override
        public String sender() {
            return sender;
        }

        @Override
        public Optional<String> get(String table, String key) {
            touched.add(new Cell(name(table), key));
            return tables.get(name(table), key);
        }

        @Override
        public void put(String table, String key, String value) {
            touched.add(new Cell(name(table), key));
            Row row = new Row(key, value);
            bound(value);
            if (!version.rules.getOrDefault(table, _ -> true).test(row)) {
                throw new Trap(Result.INVARIANT);
            }
            tables.put(name(table), row);
        }

        @Override
        public void remove(String table, String key) {
            touched.add(new Cell(name(table), key));
            tables.remove(name(table), key);
        }

        @Override
        public List<Row> rows(String table) {
            List<Row> rows = tables.rows(name(table));
            rows.forEach(row -> touched.add(new Cell(name(table), row.key())));
            return rows;
        }

        @Override
        public List<String> find(String index, String of) {
            Version.Index declared = of(version.indexes, index);
            return tables.rows(name(declared.table())).stream()
                    .filter(row -> declared.key().apply(row).equals(Optional.of(of)))
                    .map(Row::key)
                    .peek(key -> touched.add(new Cell(name(declared.table()), key)))
                    .toList();
        }

        @Override
        public long total(String sum) {
            Version.Sum declared = of(version.sums, sum);
            return rows(declared.table()).stream().mapToLong(declared.amount()).sum();
        }

        @Override
        public void emit(String event, String body) {
            if (events.size() == MAX_EVENTS) {
                throw new Trap(Result.TOO_LARGE);
            }
            bound(body);
            events.add(new Event(instance, event, body));
        }

        private void bound(String value) {
            if (value.length() > MAX_VALUE) {
                throw new Trap(Result.TOO_LARGE);
            }
        }

        @Override
        public Answer call(String callee, String method, String argument) {
            if (suspended.test(callee)) {
                return new Answer(Optional.empty(), Optional.of(Chain.SUSPENDED));
            }
            Version.Method code = of(version(callee).methods, method);
            Tables before = tables.copy();
            List<Event> told = new ArrayList<>(events);
            try {
                String value = enter(callee, instance, context -> code.answer(context, argument));
                return new Answer(Optional.of(value), Optional.empty());
            } catch (Refused refused) {
                tables = before;
                events = told;
                return new Answer(Optional.empty(), Optional.of(refused.code));
            }
        }

        @Override
        public void spend(long units) {
            gas += units;
            if (gas > gasLimit) {
                throw new Trap(Result.OUT_OF_GAS);
            }
        }

        @Override
        public RuntimeException refuse(String code) {
            return new Refused(instance, code);
        }
    }
}
