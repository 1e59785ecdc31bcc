package theseus.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Prints what metering costs in time beside the same code as it is; run by hand. */
final class MeterSpeed {
    private static final int ROUNDS = 120;
    private static final long ROUND_NANOS = 20_000_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private MeterSpeed() {}

    public static void main(String[] arguments) throws Throwable {
        String source;
        try (var in = MeterSpeed.class.getResourceAsStream("corpus/Workload.java")) {
            source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        var guest = Guest.of("corpus.Workload", source);
        var loader = guest.load();
        var plain = guest.plain();
        for (String method : List.of("hash", "token", "lists", "text", "big")) {
            var metered = guest.handle(loader, method);
            var bare = guest.handle(plain, method);
            double[] with = new double[ROUNDS];
            double[] without = new double[ROUNDS];
            double[] ratios = new double[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                without[i] = round(loader, bare);
                with[i] = round(loader, metered);
                ratios[i] = with[i] / without[i];
            }
            long gas = Guest.run(loader, metered, Guest.GAS).gas();
            double micros = median(without) / 1000;
            double meteredMicros = median(with) / 1000;
            System.out.printf(
                    Locale.ROOT,
                    "%-6s plain %8.1f us, metered %8.1f us, ratio %.2f, %d gas, %.2f ns a gas%n",
                    method,
                    micros,
                    meteredMicros,
                    median(ratios),
                    gas,
                    meteredMicros * 1000 / gas);
        }
    }

    private static double median(double[] times) {
        double[] late = Arrays.copyOfRange(times, ROUNDS / 3, ROUNDS);
        Arrays.sort(late);
        return late[late.length / 2];
    }

    /** Nanoseconds of this thread's processor for one run. */
    private static double round(SandboxLoader loader, MethodHandle handle) throws Throwable {
        long start = THREADS.getCurrentThreadCpuTime();
        int runs = 0;
        while (THREADS.getCurrentThreadCpuTime() - start < ROUND_NANOS) {
            for (int i = 0; i < 8; i++) {
                Guest.run(loader, handle, Guest.GAS);
            }
            runs += 8;
        }
        return (THREADS.getCurrentThreadCpuTime() - start) / (double) runs;
    }
}
