package theseus.node;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** How many requests were answered how, by operation. */
final class HttpMetrics {
    private record Key(String operation, int status) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byOperation = operation.compareTo(other.operation);
            return byOperation != 0 ? byOperation : Integer.compare(status, other.status);
        }
    }

    private final Map<Key, LongAdder> answers = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> nanos = new ConcurrentSkipListMap<>();

    private Optional<Connections> connections = Optional.empty();

    void connections(Connections open) {
        connections = Optional.of(open);
    }

    /** Operations and status codes are a closed set, so this stays small. */
    void answered(String operation, int status, long tookNanos) {
        answers.computeIfAbsent(new Key(operation, status), key -> new LongAdder()).increment();
        nanos.computeIfAbsent(operation, key -> new LongAdder()).add(tookNanos);
    }

    void writeTo(PrometheusText text) {
        Map<String, Number> counts = new TreeMap<>();
        answers.forEach(
                (key, count) ->
                        counts.put(
                                "operation=\""
                                        + key.operation()
                                        + "\",status=\""
                                        + key.status()
                                        + "\"",
                                count.sum()));
        text.family(
                "theseus_http_requests_total", "counter", "Requests answered, by status", counts);
        Map<String, Number> seconds = new TreeMap<>();
        nanos.forEach(
                (operation, sum) ->
                        seconds.put("operation=\"" + operation + "\"", sum.sum() / 1e9));
        text.family(
                "theseus_http_request_seconds_total",
                "counter",
                "Time spent on requests, in seconds",
                seconds);
        connections.ifPresent(open -> open.writeTo(text));
    }
}
