package theseus.node;

import io.helidon.common.buffers.DataReader;
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
    /** The least rate of a body on average, after its grace: about half a megabit a second. */
    static final int BYTES_PER_MILLI = 64;

    private static final long LOOK_MILLIS = 250;
    private static final int CHUNK_BYTES = 64 * 1024;

    private final long graceMillis;
    private final ScheduledExecutorService looks =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("http-bodies").factory());

    /**
     * @param graceMillis a body may begin this late
     */
    Bodies(long graceMillis) {
        this.graceMillis = graceMillis;
    }

    /**
     * At most {@code most} bytes.
     *
     * @throws UncheckedIOException when the sender went away, or was too slow: the connection is
     *     closed then
     * @throws HttpError when its pieces are malformed
     */
    byte[] read(InputStream in, int most) {
        var reading = new Reading(Thread.currentThread(), graceMillis);
        ScheduledFuture<?> look =
                looks.scheduleAtFixedRate(
                        reading::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        try {
            return read(in, most, reading);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            if (reading.isCut() || e instanceof DataReader.InsufficientDataAvailableException) {
                throw new UncheckedIOException(new IOException(e));
            }
            // Helidon's parser of chunks throws what comes: numbers, bounds, states.
            throw HttpError.badRequest(
                    "body",
                    "it does not come in chunks of the form that they must have",
                    "Send it with a Content-Length, or in chunks without trailers");
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
        private final long graceMillis;
        private final long startedNanos = System.nanoTime();
        private long receivedBytes;
        private boolean ended;
        private boolean cut;

        Reading(Thread reader, long graceMillis) {
            this.reader = reader;
            this.graceMillis = graceMillis;
        }

        synchronized void received(int bytes) {
            receivedBytes += bytes;
        }

        synchronized void look() {
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
            if (!ended && !cut && millis > graceMillis + receivedBytes / BYTES_PER_MILLI) {
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
