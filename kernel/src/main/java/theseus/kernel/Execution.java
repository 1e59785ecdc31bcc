package theseus.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import theseus.kernel.spi.Host;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.SignatureScheme;
import theseus.protocol.EventRecord;
import theseus.protocol.Receipt;
import theseus.protocol.TableId;
import theseus.protocol.TrapKind;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * One transaction, routine, genesis document or query while it runs: its overlay, the call stack,
 * and what it has brought about so far.
 */
final class Execution {
    private final Overlay overlay;
    private final Instances instances;
    private final SignatureScheme signatures;
    private final Setting setting;
    private final Trace trace;
    private final Reads reads;

    private final Deque<String> stack = new ArrayDeque<>();
    private final List<EventRecord> events = new ArrayList<>();
    private final Map<String, Receipt.VersionUsed> versions = new LinkedHashMap<>();
    private final Map<TableId, TouchedSum> sums = new LinkedHashMap<>();
    private Optional<Failure> failure = Optional.empty();
    private int message;

    /** When and for whom it runs. */
    record Setting(long height, long timeMillis, AccountId sender, Hash transactionId) {
        private static final AccountId NOBODY = new AccountId(Hash.ZERO.bytes());

        static Setting ofKernel(long height, long timeMillis, Hash id) {
            return new Setting(height, timeMillis, NOBODY, id);
        }
    }

    /** The first trap: it dooms the whole execution, whatever the code around it makes of it. */
    record Failure(String instance, Outcome.Trapped trap) {}

    /** A sum that was written, with its total before. */
    record TouchedSum(Instance instance, int table, long before, int message) {}

    Execution(
            Overlay overlay,
            Instances instances,
            SignatureScheme signatures,
            Setting setting,
            Trace trace) {
        this(overlay, instances, signatures, setting, trace, Reads.off());
    }

    Execution(
            Overlay overlay,
            Instances instances,
            SignatureScheme signatures,
            Setting setting,
            Trace trace,
            Reads reads) {
        this.overlay = overlay;
        this.instances = instances;
        this.signatures = signatures;
        this.setting = setting;
        this.trace = trace;
        this.reads = reads;
    }

    /** Runs an invocation to its end, as the outermost call or nested in the one that runs. */
    Outcome run(
            Instance instance,
            Invocation invocation,
            Optional<String> caller,
            boolean readOnly,
            long gasLimit) {
        versions.putIfAbsent(instance.name(), instance.version());
        stack.addLast(instance.name());
        trace.enter();
        Frame frame = new Frame(this, instance, caller, readOnly);
        Outcome outcome = judged(instance, instance.sandbox().invoke(invocation, frame, gasLimit));
        trace.leave(instance.name(), invocation, outcome);
        stack.removeLast();
        return outcome;
    }

    /** A trap that the kernel raises inside {@code instance}; it cannot be caught for good. */
    Host.HostTrap trap(Instance instance, TrapKind kind, String reason, long gasUsed) {
        Outcome.Trapped trapped = new Outcome.Trapped(kind, reason, gasUsed);
        fail(instance, trapped);
        return new Host.HostTrap(trapped);
    }

    void fail(Instance instance, Outcome.Trapped trapped) {
        if (failure.isEmpty()) {
            failure = Optional.of(new Failure(instance.name(), trapped));
        }
    }

    Optional<Failure> failure() {
        return failure;
    }

    boolean runs(Instance instance) {
        return stack.contains(instance.name());
    }

    int depth() {
        return stack.size();
    }

    /** What follows belongs to the message with this number. */
    void message(int number) {
        message = number;
    }

    void emit(EventRecord event) {
        events.add(event);
    }

    int eventCount() {
        return events.size();
    }

    /** Takes back the events after the first {@code count}. */
    void revertEvents(int count) {
        events.subList(count, events.size()).clear();
    }

    void touch(TableId sum, Instance instance, int table, long before) {
        sums.putIfAbsent(sum, new TouchedSum(instance, table, before, message));
    }

    Map<TableId, TouchedSum> sums() {
        return sums;
    }

    List<EventRecord> events() {
        return events;
    }

    List<Receipt.VersionUsed> versions() {
        return List.copyOf(versions.values());
    }

    Overlay overlay() {
        return overlay;
    }

    Instances instances() {
        return instances;
    }

    SignatureScheme signatures() {
        return signatures;
    }

    Setting setting() {
        return setting;
    }

    Trace trace() {
        return trace;
    }

    Reads reads() {
        return reads;
    }

    private Outcome judged(Instance instance, Outcome outcome) {
        if (outcome instanceof Outcome.Trapped trapped) {
            fail(instance, trapped);
            return outcome;
        }
        if (failure.isPresent()) {
            Outcome.Trapped first = failure.get().trap();
            return new Outcome.Trapped(first.kind(), first.reason(), outcome.gasUsed());
        }
        return outcome;
    }

    /** The canonical encoding of true, as rules answer. */
    static boolean holds(Outcome.Returned returned) {
        return returned.value().equals(TRUE);
    }

    private static final Bytes TRUE = Bytes.fromHex("f5");
}
