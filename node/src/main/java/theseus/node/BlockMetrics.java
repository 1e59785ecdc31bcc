package theseus.node;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import theseus.protocol.Receipt;

/** What blocks did and how long it took. Written by the engine's thread. */
final class BlockMetrics {
    private final LongAdder blocks = new LongAdder();
    private final LongAdder executeNanos = new LongAdder();
    private final LongAdder stageNanos = new LongAdder();
    private final LongAdder commitNanos = new LongAdder();
    private final LongAdder gas = new LongAdder();
    private final LongAdder applied = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder trapped = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final ModuleMetrics modules = new ModuleMetrics();
    private volatile Observer observer = (gasUsed, tookNanos) -> {};
    private long lastExecuteNanos;

    /** Is told what each block used and how long the block path took for it. */
    @FunctionalInterface
    interface Observer {
        void block(long gasUsed, long tookNanos);
    }

    void observedBy(Observer other) {
        observer = other;
    }

    void executed(long executionNanos, long stagingNanos) {
        lastExecuteNanos = executionNanos;
        executeNanos.add(executionNanos);
        stageNanos.add(stagingNanos);
    }

    void committed(long tookNanos, List<Receipt> receipts) {
        blocks.increment();
        commitNanos.add(tookNanos);
        modules.executed(receipts, lastExecuteNanos);
        long used = 0;
        for (Receipt receipt : receipts) {
            used += receipt.gasUsed();
            switch (receipt.status()) {
                case Receipt.Status.Applied _ -> applied.increment();
                case Receipt.Status.Refused _ -> refused.increment();
                case Receipt.Status.Trapped _ -> trapped.increment();
                case Receipt.Status.Rejected _ -> rejected.increment();
            }
        }
        gas.add(used);
        observer.block(used, lastExecuteNanos + tookNanos);
    }

    void writeTo(PrometheusText text) {
        text.counter("theseus_blocks_total", "Blocks committed since start", blocks.sum());
        text.family(
                "theseus_submissions_total",
                "counter",
                "Submissions in blocks since start, by what became of them",
                Map.of(
                        "status=\"applied\"", applied.sum(),
                        "status=\"refused\"", refused.sum(),
                        "status=\"trapped\"", trapped.sum(),
                        "status=\"rejected\"", rejected.sum()));
        text.counter("theseus_gas_total", "Gas used since start", gas.sum());
        Map<String, Number> seconds = new TreeMap<>();
        seconds.put("part=\"execute\"", executeNanos.sum() / 1e9);
        seconds.put("part=\"stage\"", stageNanos.sum() / 1e9);
        seconds.put("part=\"commit\"", commitNanos.sum() / 1e9);
        text.family(
                "theseus_block_seconds_total",
                "counter",
                "Time spent on blocks, in seconds, by part",
                seconds);
        modules.writeTo(text);
    }
}
