package theseus.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import theseus.kernel.Script.Op;
import theseus.protocol.CborWriter;
import theseus.protocol.Limits;
import theseus.protocol.Receipt.Status;
import theseus.protocol.TableId;
import theseus.protocol.TrapKind;

/**
 * What scripts do, told as simply as possible: worlds are copied whole before anything that may be
 * taken back, and what is derived is computed from scratch.
 */
final class Model {
    private final Map<String, String> bindings;
    TreeMap<String, TreeMap<Long, Long>> world = new TreeMap<>();
    private final Deque<String> stack = new ArrayDeque<>();
    private final List<Long> events = new ArrayList<>();

    private static final class Refusal extends RuntimeException {
        Refusal(String code) {
            super(code);
        }
    }

    private static final class Trap extends RuntimeException {
        final String instance;
        final TrapKind kind;

        Trap(String instance, TrapKind kind) {
            this.instance = instance;
            this.kind = kind;
        }
    }

    Model(Map<String, String> bindings) {
        this.bindings = bindings;
    }

    /** Runs one message as a transaction; a trap's reason is left empty. */
    Status transaction(String instance, Script script) {
        TreeMap<String, TreeMap<Long, Long>> before = copy(world);
        events.clear();
        stack.clear();
        try {
            run(instance, script, false);
            checkSums(before);
            return new Status.Applied();
        } catch (Refusal refusal) {
            world = before;
            events.clear();
            return new Status.Refused(0, instance, refusal.getMessage());
        } catch (Trap trap) {
            world = before;
            events.clear();
            return new Status.Trapped(0, trap.instance, trap.kind, "");
        }
    }

    List<Long> events() {
        return events;
    }

    /** The tables of all instances as the state should have them. */
    MapState tables() {
        MapState state = new MapState();
        world.forEach(
                (name, rows) -> {
                    String instance = name.substring(0, 1);
                    int table = name.charAt(1) - '0';
                    rows.forEach((key, value) -> row(state, instance, table, key, value));
                });
        return state;
    }

    private static void row(MapState state, String instance, int table, long key, long value) {
        boolean derived = table == ScriptModule.ROWS;
        state.put(
                new TableId(instance, derived ? "rows" : "plain", 1),
                Script.integer(key),
                Script.integer(value));
        if (derived) {
            state.put(
                    new TableId(instance, "byValue", 1),
                    new CborWriter().arrayHeader(2).integer(value % 3).integer(key).toBytes(),
                    KernelTables.SINGLE);
            TableId total = new TableId(instance, "total", 1);
            state.put(
                    total,
                    KernelTables.SINGLE,
                    Script.integer(DerivedTables.total(state, total) + value));
        }
    }

    private void run(String instance, Script script, boolean readOnly) {
        stack.addLast(instance);
        for (Op op : script.ops()) {
            run(instance, op, readOnly);
        }
        stack.removeLast();
    }

    private void run(String instance, Op op, boolean readOnly) {
        switch (op) {
            case Op.Put(int table, long key, long value) -> {
                if (readOnly) {
                    throw new Trap(instance, TrapKind.EXCEPTION);
                }
                if (table == ScriptModule.ROWS && value < 0) {
                    throw new Trap(instance, TrapKind.INVARIANT);
                }
                rows(instance, table).put(key, value);
            }
            case Op.Remove(int table, long key) -> {
                if (readOnly) {
                    throw new Trap(instance, TrapKind.EXCEPTION);
                }
                rows(instance, table).remove(key);
            }
            case Op.Emit(long number) -> {
                if (readOnly) {
                    throw new Trap(instance, TrapKind.EXCEPTION);
                }
                events.add(number);
            }
            case Op.Call call -> call(instance, call, readOnly);
            case Op.Refuse(String code) -> throw new Refusal(code);
            case Op.Throw() -> throw new Trap(instance, TrapKind.EXCEPTION);
            case Op.Expect(int table, long key, long value) -> {
                long found = rows(instance, table).getOrDefault(key, 0L);
                if (found != value) {
                    throw new Refusal("FOUND_" + found);
                }
            }
            case Op.Count(int table, int count) -> {
                int from = table == ScriptModule.BY_VALUE ? ScriptModule.ROWS : table;
                int found = rows(instance, from).size();
                if (found != count) {
                    throw new Refusal("COUNT_" + found);
                }
            }
            case Op.Say _, Op.Pad _, Op.Burn _, Op.SetKeys _, Op.SetPower _, Op.Propose _ ->
                    throw new UnsupportedOperationException();
        }
    }

    private void call(String caller, Op.Call call, boolean readOnly) {
        String callee = bindings.get(caller);
        if (readOnly && !call.readOnly()) {
            throw new Trap(caller, TrapKind.EXCEPTION);
        }
        if (stack.size() >= Limits.MAX_CALL_DEPTH) {
            throw new Trap(caller, TrapKind.CALL_DEPTH);
        }
        if (!call.readOnly() && stack.contains(callee)) {
            throw new Trap(caller, TrapKind.REENTRANCY);
        }
        TreeMap<String, TreeMap<Long, Long>> before = copy(world);
        int eventCount = events.size();
        int depth = stack.size();
        try {
            run(callee, call.script(), call.readOnly());
        } catch (Refusal refusal) {
            world = before;
            events.subList(eventCount, events.size()).clear();
            while (stack.size() > depth) {
                stack.removeLast();
            }
            if (call.strict()) {
                throw refusal;
            }
        }
    }

    private void checkSums(TreeMap<String, TreeMap<Long, Long>> before) {
        world.forEach(
                (name, rows) -> {
                    if (name.endsWith("" + ScriptModule.ROWS)
                            && sum(rows) > ScriptModule.MAX_TOTAL
                            && sum(rows) != sum(before.getOrDefault(name, new TreeMap<>()))) {
                        throw new Trap(name.substring(0, 1), TrapKind.INVARIANT);
                    }
                });
    }

    private static long sum(TreeMap<Long, Long> rows) {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    private TreeMap<Long, Long> rows(String instance, int table) {
        return world.computeIfAbsent(instance + table, _ -> new TreeMap<>());
    }

    private static TreeMap<String, TreeMap<Long, Long>> copy(
            TreeMap<String, TreeMap<Long, Long>> world) {
        TreeMap<String, TreeMap<Long, Long>> copy = new TreeMap<>();
        world.forEach((name, rows) -> copy.put(name, new TreeMap<>(rows)));
        return copy;
    }
}
