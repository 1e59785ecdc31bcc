package theseus.kernel;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.Outcome.Amount;
import theseus.kernel.spi.Outcome.IndexKey;
import theseus.kernel.spi.StateView;
import theseus.protocol.CborReader;
import theseus.protocol.CborWriter;
import theseus.protocol.Limits;
import theseus.protocol.TableId;
import theseus.protocol.TrapKind;
import theseus.sdk.Bytes;

/**
 * Writes a record together with what is derived from it, so that indexes and sums cannot be missed,
 * and checks its record invariants.
 */
final class DerivedTables {
    /** An index key holds what it is indexed by and the record's key. */
    static final int MAX_INDEX_KEY_BYTES = 2 * Limits.MAX_KEY_BYTES + 16;

    private static final Outcome.Derived NOTHING = new Outcome.Derived(List.of(), List.of(), 0);

    private final Execution execution;
    private final Instance instance;
    private final long gasLeft;
    private long gasUsed;

    private DerivedTables(Execution execution, Instance instance, long gasLeft) {
        this.execution = execution;
        this.instance = instance;
        this.gasLeft = gasLeft;
    }

    /** Puts or removes a record; returns the gas used. */
    static long write(
            Execution execution,
            Instance instance,
            int table,
            Bytes key,
            Optional<Bytes> value,
            long gasLeft) {
        if (!instance.layout().table(table).derived()) {
            set(execution, instance.table(table), key, value);
            return 0;
        }
        DerivedTables writing = new DerivedTables(execution, instance, gasLeft);
        writing.write(table, key, value);
        return writing.gasUsed;
    }

    /** The total of a sum; it has no row while it is 0. */
    static long total(StateView state, TableId sum) {
        return state.get(sum, KernelTables.SINGLE)
                .map(encoded -> new CborReader(encoded).integer(Long.SIZE))
                .orElse(0L);
    }

    private void write(int table, Bytes key, Optional<Bytes> value) {
        Optional<Bytes> old = execution.overlay().get(instance.table(table), key);
        boolean hasDerived = instance.layout().table(table).hasDerived();
        Outcome.Derived before =
                hasDerived && old.isPresent() ? derive(table, key, old.get(), false) : NOTHING;
        Outcome.Derived after = value.isPresent() ? derive(table, key, value.get(), true) : NOTHING;
        set(execution, instance.table(table), key, value);
        for (IndexKey gone : before.keys()) {
            if (!after.keys().contains(gone)) {
                setRow(gone, Optional.empty());
            }
        }
        for (IndexKey added : after.keys()) {
            if (!before.keys().contains(added)) {
                setRow(added, Optional.of(KernelTables.SINGLE));
            }
        }
        for (Amount gone : before.amounts()) {
            addToSum(gone.table(), gone.amount(), amount(after, gone.table()));
        }
        for (Amount added : after.amounts()) {
            if (before.amounts().stream().noneMatch(one -> one.table() == added.table())) {
                addToSum(added.table(), 0, added.amount());
            }
        }
    }

    private Outcome.Derived derive(int table, Bytes key, Bytes value, boolean checked) {
        Outcome outcome =
                instance.sandbox()
                        .invoke(
                                new Invocation.Derive(table, key, value, checked),
                                new Frame(execution, instance, Optional.empty(), true),
                                gasLeft - gasUsed);
        gasUsed += outcome.gasUsed();
        return switch (outcome) {
            case Outcome.Derived derived -> derived;
            case Outcome.Trapped(TrapKind kind, String reason, long _) -> throw trap(kind, reason);
            case Outcome.Refused(String code, long _) ->
                    throw trap(TrapKind.INVARIANT, name(table) + ": a rule refused with " + code);
            case Outcome.Returned _, Outcome.Carried _ ->
                    throw new IllegalStateException(instance.name() + " answered " + outcome);
        };
    }

    private void setRow(IndexKey row, Optional<Bytes> value) {
        charge(Gas.INDEX_ROW);
        if (row.key().size() > MAX_INDEX_KEY_BYTES) {
            throw trap(
                    TrapKind.TOO_LARGE,
                    "a key of %d bytes in index %s, at most %d are allowed"
                            .formatted(row.key().size(), name(row.table()), MAX_INDEX_KEY_BYTES));
        }
        set(execution, instance.table(row.table()), row.key(), value);
    }

    private void addToSum(int table, long gone, long added) {
        if (gone == added) {
            return;
        }
        charge(Gas.SUM_CHANGE);
        TableId sum = instance.table(table);
        long before = total(execution.overlay(), sum);
        // Exact beyond 64 bits in between, so that only the new total decides.
        BigInteger total =
                BigInteger.valueOf(before)
                        .subtract(BigInteger.valueOf(gone))
                        .add(BigInteger.valueOf(added));
        if (total.bitLength() >= Long.SIZE) {
            throw trap(
                    TrapKind.INVARIANT,
                    "sum " + name(table) + " would be " + total + ", beyond 64 bits");
        }
        execution.touch(sum, instance, table, before);
        // No row for 0, so that the row is a function of the records alone, whatever came before.
        Optional<Bytes> row =
                total.signum() == 0
                        ? Optional.empty()
                        : Optional.of(new CborWriter(16).integer(total.longValue()).toBytes());
        set(execution, sum, KernelTables.SINGLE, row);
    }

    private void charge(long gas) {
        gasUsed += gas;
        if (gasUsed > gasLeft) {
            gasUsed = gasLeft;
            throw trap(TrapKind.OUT_OF_GAS, "out of gas while keeping indexes and sums");
        }
    }

    private theseus.kernel.spi.Host.HostTrap trap(TrapKind kind, String reason) {
        return execution.trap(instance, kind, reason, gasUsed);
    }

    private String name(int table) {
        return instance.table(table).table();
    }

    private static void set(Execution execution, TableId table, Bytes key, Optional<Bytes> value) {
        execution.overlay().write(table, key, value);
        if (execution.trace().isOn()) {
            execution.trace().add(new Trace.Step.Wrote(table, key, value));
        }
    }

    private static long amount(Outcome.Derived derived, int table) {
        for (Amount amount : derived.amounts()) {
            if (amount.table() == table) {
                return amount.amount();
            }
        }
        return 0;
    }
}
