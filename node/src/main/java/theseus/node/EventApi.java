package theseus.node;

import static theseus.node.Shape.text;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import theseus.kernel.spi.StateView;
import theseus.protocol.EventRecord;
import theseus.protocol.Receipt;

/**
 * The chain's events as a server-sent stream that can be resumed. Each stream reads the stored
 * receipts at its own pace and only then waits for the next block, so a slow reader holds no more
 * memory than a fast one and misses nothing. One that does not read at all is closed; its client
 * goes on after the last position that it read.
 */
final class EventApi implements AutoCloseable {
    private static final long KEEP_ALIVE_MILLIS = 15_000;
    private static final long BUSY_MILLIS = 5_000;

    /** After so many blocks without an event for it, a reader hears that it is still served. */
    private static final int SILENT_BLOCKS = 2_000;

    private static final byte[] STILL_HERE = ": still here\n\n".getBytes(StandardCharsets.UTF_8);

    private static final String MEDIA_TYPE = "text/event-stream";

    /** Where an event stands; written {@code height:submission:event}. */
    record Position(long height, int submission, int event) {
        static Position parse(String where, String text) {
            String[] parts = text.split(":", -1);
            try {
                if (parts.length == 3) {
                    Position position =
                            new Position(
                                    Long.parseLong(parts[0]),
                                    Integer.parseInt(parts[1]),
                                    Integer.parseInt(parts[2]));
                    if (position.height >= 0 && position.submission >= 0 && position.event >= 0) {
                        return position;
                    }
                }
            } catch (NumberFormatException e) {
                // answered below
            }
            throw HttpError.badRequest(
                    where, "a position is three whole numbers, height:submission:event");
        }

        /** No receipt has so many events that the largest would matter. */
        Position next() {
            return new Position(height, submission, Math.max(event, event + 1));
        }

        @Override
        public String toString() {
            return height + ":" + submission + ":" + event;
        }
    }

    private final Chain chain;
    private final ClientQuota streams;
    private final int silentBlocks;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile boolean closed;

    EventApi(Chain chain, ClientQuota streams) {
        this(chain, streams, SILENT_BLOCKS);
    }

    EventApi(Chain chain, ClientQuota streams, int silentBlocks) {
        this.chain = chain;
        this.streams = streams;
        this.silentBlocks = silentBlocks;
        chain.application().onCommit(tip -> wake());
    }

    List<Operation> operations() {
        return List.of(
                Operation.get("/v1/events", "events", "The chain's events, as they happen")
                        .inQuery(
                                "from",
                                "Position of the first, height:submission:event; by default those"
                                        + " from now on",
                                text())
                        .inQuery("instance", "Only those of this instance", text())
                        .inQuery("name", "Only those of this name", text())
                        .inHeader("Last-Event-ID", "Resumes after this position", text())
                        .answers(
                                200,
                                "Server-sent events: id is the position, data a JSON object with"
                                        + " position, instance, name, submission, body",
                                new Operation.Media(MEDIA_TYPE, text()))
                        .fails(410, BlockApi.PRUNED)
                        .fails(503, "Too many streams are open")
                        .handledBy(this::open));
    }

    @Override
    public void close() {
        closed = true;
        wake();
    }

    private Reply open(Request request) {
        Position from = from(request);
        Filter filter = new Filter(request.asked("instance"), request.asked("name"));
        BlockPruned.check(Math.max(1, from.height()), chain.blocks().first());
        String client = request.client();
        return new Reply.Stream(MEDIA_TYPE, () -> place(client), out -> follow(from, filter, out));
    }

    private Runnable place(String client) {
        streams.take(client, 1).orRefuse("event streams open", BUSY_MILLIS);
        return () -> streams.release(client, 1);
    }

    private Position from(Request request) {
        if (!request.lastEventId().isEmpty()) {
            return Position.parse("header Last-Event-ID", request.lastEventId()).next();
        }
        return request.asked("from")
                .map(text -> Position.parse("query parameter from", text))
                .orElseGet(() -> new Position(chain.application().tip().height() + 1, 0, 0));
    }

    private void follow(Position from, Filter filter, OutputStream out)
            throws IOException, InterruptedException {
        out.write(": theseus\n\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
        Position position = from;
        int silent = 0;
        while (!closed) {
            Tip tip = chain.application().tip();
            if (position.height() > tip.height()) {
                if (!awaitAfter(tip.height())) {
                    out.write(STILL_HERE);
                    out.flush();
                }
                silent = 0;
                continue;
            }
            long height = Math.max(1, position.height());
            boolean found;
            try {
                found = block(height, position, filter, tip.state(), out);
            } catch (BlockPruned overtaken) {
                out.write(ended(overtaken).getBytes(StandardCharsets.UTF_8));
                return;
            }
            silent = found ? 0 : silent + 1;
            if (silent >= silentBlocks) {
                out.write(STILL_HERE); // who is gone is noticed by this
                silent = 0;
            }
            out.flush();
            giveWay();
            position = new Position(height + 1, 0, 0);
        }
    }

    /**
     * Reading blocks in which nothing is found waits for nothing, so that the thread would neither
     * leave its carrier to others nor notice that its client went.
     */
    private static void giveWay() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Thread.yield();
    }

    /** Last word to a reader whom pruning has overtaken. */
    private static String ended(BlockPruned overtaken) {
        return "event: error\ndata: " + Json.writeText(overtaken.answer().json()) + "\n\n";
    }

    /** Whether there was anything for the reader. */
    private boolean block(
            long height, Position from, Filter filter, StateView state, OutputStream out)
            throws IOException, InterruptedException {
        boolean found = false;
        int receipts = chain.block(height).receipts();
        int first = from.height() == height ? from.submission() : 0;
        for (int chunk = first / BlockStore.CHUNK; chunk * BlockStore.CHUNK < receipts; chunk++) {
            List<Receipt> part = chain.blocks().receipts(height, chunk);
            for (int i = 0; i < part.size(); i++) {
                found |=
                        receipt(
                                new Position(height, chunk * BlockStore.CHUNK + i, 0),
                                part.get(i),
                                from,
                                filter,
                                state,
                                out);
            }
            giveWay();
        }
        return found;
    }

    private boolean receipt(
            Position at,
            Receipt receipt,
            Position from,
            Filter filter,
            StateView state,
            OutputStream out)
            throws IOException {
        if (at.height() == from.height() && at.submission() < from.submission()) {
            return false;
        }
        boolean found = false;
        boolean started = at.height() != from.height() || at.submission() != from.submission();
        for (int i = started ? 0 : from.event(); i < receipt.events().size(); i++) {
            EventRecord event = receipt.events().get(i);
            if (!filter.takes(event)) {
                continue;
            }
            found = true;
            Position position = new Position(at.height(), at.submission(), i);
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("position", position.toString());
            data.put("instance", event.instance());
            data.put("name", event.name());
            data.put("submission", receipt.submission().toString());
            data.put("body", chain.views().eventBody(event, receipt, state));
            String text = "id: " + position + "\ndata: " + Json.writeText(data) + "\n\n";
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return found;
    }

    /** False when nothing came for a while. */
    private boolean awaitAfter(long height) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(KEEP_ALIVE_MILLIS);
            while (!closed && chain.application().tip().height() <= height && left > 0) {
                left = moved.awaitNanos(left);
            }
            return left > 0;
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private record Filter(Optional<String> instance, Optional<String> name) {
        boolean takes(EventRecord event) {
            return instance.map(event.instance()::equals).orElse(true)
                    && name.map(event.name()::equals).orElse(true);
        }
    }
}
