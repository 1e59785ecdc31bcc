package theseus.fuzzing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What this thread has spent since it was started. */
record Spent(long allocatedBytes, long cpuNanos) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Spent now() {
        return new Spent(
                THREADS.getCurrentThreadAllocatedBytes(), THREADS.getCurrentThreadCpuTime());
    }

    void check(long grantedBytes) {
        Spent now = now();
        long bytes = now.allocatedBytes - allocatedBytes;
        long millis = (now.cpuNanos - cpuNanos) / 1_000_000;
        if (bytes > grantedBytes) {
            throw new AssertionError("allocates " + bytes + " bytes, granted are " + grantedBytes);
        }
        if (millis > Fuzz.MAX_CPU_MILLIS) {
            throw new AssertionError("takes " + millis + " ms");
        }
    }
}
