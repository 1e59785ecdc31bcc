package theseus.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import theseus.kernel.spi.StateView;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.Limits;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Counts what validators stated, each by the power that it has at the start of the block that
 * counts: power that went away since does not count any more.
 */
public final class StatedCounts {
    /** After every key that begins alike: the first byte of an encoded item is never all ones. */
    private static final Bytes LAST = Bytes.fromHex("ff");

    private static final int MAX_REASONS = 3;

    private final StateView state;
    private final Powers powers;

    public StatedCounts(StateView state, Powers powers) {
        this.state = state;
        this.powers = powers;
    }

    /** What validators stated, by digest. */
    public record Count(Map<Hash, Long> powers) {
        public Count {
            powers = Collections.unmodifiableMap(new TreeMap<>(powers));
        }

        /** What most of the power stated; empty when nobody stated anything. */
        public Optional<Hash> top() {
            Hash top = null;
            long most = 0;
            for (Map.Entry<Hash, Long> one : powers.entrySet()) {
                if (one.getValue() > most) {
                    top = one.getKey();
                    most = one.getValue();
                }
            }
            return Optional.ofNullable(top);
        }

        public long of(Hash digest) {
            return powers.getOrDefault(digest, 0L);
        }

        /** The power that stated something else. */
        long against(Hash digest) {
            long sum = 0;
            for (Map.Entry<Hash, Long> one : powers.entrySet()) {
                sum += one.getKey().equals(digest) ? 0 : one.getValue();
            }
            return sum;
        }
    }

    /** What was prepared for a plan. */
    public Count ready(Hash plan) {
        return count(StatedRecord.Key.prefix(plan, StatedRecord.Kind.READY));
    }

    /** Whether enough of the voting power prepared the same. */
    boolean isReady(Hash plan) {
        Count ready = ready(plan);
        return ready.top().map(digest -> ready.of(digest) >= powers.readiness()).orElse(false);
    }

    /** The reasons of more than a third of the voting power to stop a plan. */
    Optional<String> tripped(Hash plan) {
        List<Row> rows = rows(StatedRecord.Key.prefix(plan, StatedRecord.Kind.TRIP));
        long sum = 0;
        List<String> reasons = new ArrayList<>();
        for (Row row : rows) {
            sum += powers.of(StatedRecord.Key.decode(row.key()).validator());
            String reason = StatedRecord.decode(row.value()).text();
            if (reasons.size() < MAX_REASONS && !reasons.contains(reason)) {
                reasons.add(reason);
            }
        }
        return powers.isBlocking(sum)
                ? Optional.of("validators stopped it: " + String.join("; ", reasons))
                : Optional.empty();
    }

    /** Reports about a height, those left out that say that the tables are still being filled. */
    Count reports(Hash plan, long height) {
        return count(StatedRecord.Key.prefix(plan, StatedRecord.Kind.REPORT, height));
    }

    /** Changes past all modules, as far as they are wanted at {@code height}. */
    Count recoveries(long height) {
        return count(
                StatedRecord.Key.prefix(Hash.ZERO, StatedRecord.Kind.RECOVER),
                stated -> StatementChecks.isCurrent(stated, height));
    }

    /** Takes back the statements for a change that is carried out. */
    void withdraw(Overlay overlay, Hash change) {
        for (Row row : rows(StatedRecord.Key.prefix(Hash.ZERO, StatedRecord.Kind.RECOVER))) {
            if (StatedRecord.decode(row.value()).digest().equals(change)) {
                overlay.remove(KernelTables.STATED, row.key());
            }
        }
    }

    private Count count(Bytes prefix) {
        return count(prefix, stated -> !stated.text().equals(StatedRecord.FILLING));
    }

    private Count count(Bytes prefix, Predicate<StatedRecord> counts) {
        Map<Hash, Long> sums = new TreeMap<>();
        for (Row row : rows(prefix)) {
            StatedRecord stated = StatedRecord.decode(row.value());
            if (counts.test(stated)) {
                sums.merge(
                        stated.digest(),
                        powers.of(StatedRecord.Key.decode(row.key()).validator()),
                        Long::sum);
            }
        }
        return new Count(sums);
    }

    private List<Row> rows(Bytes prefix) {
        return state.range(
                KernelTables.STATED,
                prefix,
                Optional.of(prefix.concat(LAST)),
                2 * Limits.MAX_VALIDATORS);
    }
}
