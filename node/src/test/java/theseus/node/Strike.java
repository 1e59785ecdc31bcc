package theseus.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import theseus.kernel.KernelTables;
import theseus.kernel.PlanRecord;
import theseus.kernel.Plans;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.StateStore;
import theseus.kernel.spi.StateView;
import theseus.kernel.spi.UnlinkedTables;
import theseus.protocol.Phase;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.spi.Storage;

/**
 * Stands between a node and what it writes, and strikes the node down at the first of the chosen
 * moments that comes. By one node.
 */
final class Strike {
    /** What is written at the moment. */
    static final String STAGED = "STAGED";

    static final String JOINED = "JOINED";
    static final String LEFT = "LEFT";
    static final String BLOCK = "BLOCK";
    static final String TABLES = "TABLES";
    static final String HAND_OVER = "HAND_OVER";

    enum Moment {
        /** All is computed, nothing is stored. */
        BEFORE,
        /** While it is stored. */
        INSIDE,
        /** It is stored, and nobody but the storage knows. */
        AFTER,
        /** The next block is executed and not stored. */
        NEXT
    }

    /**
     * Where to strike.
     *
     * @param what a block with which a plan comes to a phase ({@code CANARY.1} for a later step),
     *     or one of the names above
     * @param number of those that the node writes, from 1
     */
    record Target(String what, Moment moment, int number) {
        @Override
        public String toString() {
            return what + " " + moment;
        }
    }

    /** What strikes; it does not return. */
    interface Blow {
        /** Nothing of it is stored, or all. */
        RuntimeException fall(String where);

        /** While {@code write} runs. */
        void fallDuring(String where, Intercepted.Call write) throws Throwable;
    }

    private final List<Target> targets;
    private final Blow blow;
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final Map<Hash, UnlinkedTables> sets = new ConcurrentHashMap<>();
    private final Map<Thread, String> armed = new ConcurrentHashMap<>();
    private volatile Optional<StateStore> store = Optional.empty();
    private volatile Optional<Target> struck = Optional.empty();
    private volatile String where = "";
    private Optional<Target> next = Optional.empty();
    private Optional<Target> aimed = Optional.empty();

    /**
     * @param targets of several with the same name only the first counts
     */
    Strike(List<Target> targets, Blow blow) {
        this.targets = List.copyOf(targets);
        this.blow = blow;
    }

    /** What it struck. */
    Optional<Target> struck() {
        return struck;
    }

    /** What it struck, and where the plans stood then. */
    String where() {
        return where;
    }

    StateStore over(StateStore real) {
        store = Optional.of(real);
        StateStore watched = Intercepted.of(StateStore.class, real, this::store);
        return watched;
    }

    /** The state as it stands; once the node has opened it. */
    Optional<StateStore> store() {
        return store;
    }

    Storage over(Storage real) {
        return Intercepted.of(
                Storage.class,
                real,
                (method, arguments, call) -> {
                    boolean isWrite = method.equals("write") || method.equals("writeLater");
                    String where = isWrite ? armed.remove(Thread.currentThread()) : null;
                    if (where == null) {
                        return call.make();
                    }
                    blow.fallDuring(where, call);
                    return null;
                });
    }

    private RuntimeException now(Target target) {
        mark(target);
        return blow.fall(where);
    }

    private synchronized void mark(Target target) {
        if (struck.isEmpty()) {
            struck = Optional.of(target);
            where = target + " in " + phases();
        }
    }

    private Object store(String method, Object[] arguments, Intercepted.Call call)
            throws Throwable {
        switch (method) {
            case "stage" -> {
                if (next.isPresent()) {
                    throw now(next.get());
                }
                aimed =
                        what((ChangeSet) arguments[1]).stream()
                                .flatMap(one -> aimed(one).stream())
                                .toList()
                                .stream()
                                .findFirst();
                return call.make();
            }
            case "commit" -> {
                if (aimed.isEmpty()) {
                    return call.make();
                }
                Target target = aimed.get();
                aimed = Optional.empty();
                if (target.moment() == Moment.NEXT) {
                    next = Optional.of(target);
                    return call.make();
                }
                return around(target, call);
            }
            case "unlinked" -> {
                UnlinkedTables real = (UnlinkedTables) call.make();
                return sets.computeIfAbsent(
                        (Hash) arguments[0],
                        set -> Intercepted.of(UnlinkedTables.class, real, this::tables));
            }
            default -> {
                return call.make();
            }
        }
    }

    private Object tables(String method, Object[] arguments, Intercepted.Call call)
            throws Throwable {
        if (!method.equals("write")) {
            return call.make();
        }
        String what = FollowerMark.decode((Bytes) arguments[2]).handedOver() ? HAND_OVER : TABLES;
        Optional<Target> target = aimed(what);
        return target.isPresent() ? around(target.get(), call) : call.make();
    }

    /** Before, inside or after a write. */
    private Object around(Target target, Intercepted.Call write) throws Throwable {
        if (target.moment() == Moment.BEFORE) {
            throw now(target);
        }
        if (target.moment() == Moment.INSIDE) {
            mark(target);
            armed.put(Thread.currentThread(), where);
        }
        write.make();
        throw now(target);
    }

    private Optional<Target> aimed(String what) {
        int count = counts.merge(what, 1, Integer::sum);
        return targets.stream()
                .filter(one -> one.what().equals(what))
                .findFirst()
                .filter(one -> one.number() == count);
    }

    private String phases() {
        Set<String> phases = new TreeSet<>();
        if (store.isPresent() && store.get().height() >= 0) {
            Plans.page(store.get().head(), Hash.ZERO, 16)
                    .forEach(plan -> phases.add(plan.phase().name()));
        }
        return phases.isEmpty() ? "NO_PLAN" : String.join("+", phases);
    }

    /** What happens with these changes; where plans come to first. */
    private List<String> what(ChangeSet changes) {
        List<String> what = new ArrayList<>();
        StateView head = store.orElseThrow().head();
        changes.tables()
                .getOrDefault(KernelTables.PLANS, new TreeMap<>())
                .forEach(
                        (key, row) -> {
                            PlanRecord now = PlanRecord.decode(row.orElseThrow());
                            PlanRecord before =
                                    head.get(KernelTables.PLANS, key)
                                            .map(PlanRecord::decode)
                                            .orElse(null);
                            if (before == null) {
                                what.add(Phase.VOTING.name());
                            } else if (before.joinedHeight() != now.joinedHeight()) {
                                what.add(JOINED);
                            }
                            boolean same =
                                    before != null
                                            && before.phase() == now.phase()
                                            && before.step() == now.step();
                            if (!same) {
                                what.add(
                                        now.phase() == Phase.CANARY && now.step() > 0
                                                ? now.phase() + "." + now.step()
                                                : now.phase().name());
                            }
                        });
        if (changes.tables().containsKey(KernelTables.ARTIFACTS)) {
            what.add(STAGED);
        }
        if (changes.links().values().stream().anyMatch(ChangeSet.Link.Leave.class::isInstance)) {
            what.add(LEFT);
        }
        what.add(BLOCK);
        return what;
    }

    /** The process ends at once, as if it were killed. */
    static final class Halt implements Blow {
        static final int STATUS = 137;
        private static final long MAX_WRITE_NANOS = 400_000;

        private final long nanos;

        /**
         * @param chance where in a write it ends, from 0 to 1
         */
        Halt(double chance) {
            this.nanos = (long) (chance * MAX_WRITE_NANOS);
        }

        @Override
        public RuntimeException fall(String where) {
            System.out.println("STRUCK " + where);
            System.out.flush();
            Runtime.getRuntime().halt(STATUS);
            throw new AssertionError("the process goes on");
        }

        @Override
        public void fallDuring(String where, Intercepted.Call write) throws Throwable {
            System.out.println("STRUCK " + where);
            System.out.flush();
            Thread.ofPlatform()
                    .daemon()
                    .start(
                            () -> {
                                long until = System.nanoTime() + nanos;
                                while (System.nanoTime() < until) {
                                    Thread.onSpinWait();
                                }
                                Runtime.getRuntime().halt(STATUS);
                            });
            write.make();
            while (true) {
                LockSupport.park();
            }
        }
    }
}
