package theseus.node;

import java.util.Map;

/** The Prometheus text format, version 0.0.4. */
final class PrometheusText {
    static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder();

    void gauge(String name, String help, Number value) {
        family(name, "gauge", help, Map.of("", value));
    }

    void counter(String name, String help, Number value) {
        family(name, "counter", help, Map.of("", value));
    }

    /** {@code values}: from labels ({@code a="b",c="d"}, or empty) to value. */
    void family(String name, String type, String help, Map<String, ? extends Number> values) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        values.forEach(
                (labels, value) -> {
                    text.append(name);
                    if (!labels.isEmpty()) {
                        text.append('{').append(labels).append('}');
                    }
                    text.append(' ').append(value).append('\n');
                });
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
