package theseus.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Reads the bodies of requests, and cuts off those that come too slowly: they hold memory and a
 * place among the requests under way, so a few idle senders would keep everybody else out.
 */
final class Bodies implements AutoCloseable {
    /** A body may begin this late. */
    static final long GRACE_MILLIS = 3_000;

    /** From then on it must come at this rate on average: about half a megabit a second. */
    static final int BYTES_PER_MILLI = 64;

    private static final long LOOK_MILLIS = 500;
    private static final int CHUNK_BYTES = 64 * 1024;

    private final ScheduledExecutorService looks =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("http-bodies").factory());

    /**
     * At most {@code most} bytes.
     *
     * @throws UncheckedIOException when the sender went away, or was too slow: the connection is
     *     closed then
     */
    byte[] read(InputStream in, int most) {
        var reading = new Reading(Thread.currentThread());
        ScheduledFuture<?> look =
                looks.scheduleAtFixedRate(
                        reading::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        try {
            return read(in, most, reading);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw reading.isCut() ? new UncheckedIOException(new IOException(e)) : e;
        } finally {
            look.cancel(false);
            reading.end();
        }
    }

    private static byte[] read(InputStream in, int most, Reading reading) throws IOException {
        var content = new ByteArrayOutputStream(Math.min(most, CHUNK_BYTES));
        byte[] chunk = new byte[Math.min(most, CHUNK_BYTES)];
        while (content.size() < most) {
            int count = in.read(chunk, 0, Math.min(chunk.length, most - content.size()));
            if (count < 0) {
                break;
            }
            content.write(chunk, 0, count);
            reading.received(count);
        }
        return content.toByteArray();
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }

    /** One body under way. Interrupting the virtual thread that reads it closes its socket. */
    private static final class Reading {
        private final Thread reader;
        private final long startedNanos = System.nanoTime();
        private long receivedBytes;
        private boolean ended;
        private boolean cut;

        Reading(Thread reader) {
            this.reader = reader;
        }

        synchronized void received(int bytes) {
            receivedBytes += bytes;
        }

        synchronized void look() {
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
            if (!ended && !cut && millis > GRACE_MILLIS + receivedBytes / BYTES_PER_MILLI) {
                cut = true;
                reader.interrupt();
            }
        }

        synchronized boolean isCut() {
            return cut;
        }

        synchronized void end() {
            ended = true;
            if (cut) {
                Thread.interrupted(); // it was meant for the reading alone
            }
        }
    }
}
