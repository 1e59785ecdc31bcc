package theseus.node;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import theseus.kernel.KernelTables;
import theseus.kernel.spi.StateView;
import theseus.protocol.CborReader;
import theseus.protocol.Descriptor;
import theseus.protocol.Descriptor.TableShape;
import theseus.protocol.Limits;
import theseus.protocol.MalformedException;
import theseus.protocol.Schema;
import theseus.protocol.SchemaCodec;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Puts what a module encoded in words: in a line about a difference, the digits of keys, values and
 * events are shown by the descriptors of whatever version knows them. What none knows stays digits.
 */
final class DifferenceView {
    private static final Pattern TABLE = Pattern.compile("([a-z][\\w.-]*)/(\\w+)/(\\d+)");
    private static final Pattern PAIR = Pattern.compile("\\b([0-9a-f]+)=([0-9a-f]*)");
    private static final Pattern KEY = Pattern.compile("^record ([0-9a-f]+) of ");
    private static final Pattern PUT = Pattern.compile("\\bput ([0-9a-f]+)");
    private static final Pattern EVENT = Pattern.compile("\\b([\\w-]+)\\.(\\w+) ([0-9a-f]+)");

    private final Catalog catalog;

    DifferenceView(Catalog catalog) {
        this.catalog = catalog;
    }

    String readable(String line, StateView state) {
        if (line.startsWith("event ")) {
            return EVENT.matcher(line)
                    .replaceAll(
                            match ->
                                    quoted(
                                            match.group(1)
                                                    + "."
                                                    + match.group(2)
                                                    + " "
                                                    + event(
                                                            match.group(1),
                                                            match.group(2),
                                                            match.group(3),
                                                            state)));
        }
        Optional<TableShape> shape = firstTable(line, state);
        if (shape.isEmpty()) {
            return line;
        }
        String text =
                KEY.matcher(line)
                        .replaceAll(
                                match ->
                                        quoted(
                                                "record "
                                                        + plain(shape.get().key(), match.group(1))
                                                        + " of "));
        text =
                PUT.matcher(text)
                        .replaceAll(
                                match ->
                                        quoted(
                                                "put "
                                                        + plain(
                                                                shape.get().value(),
                                                                match.group(1))));
        return units(text, state);
    }

    /** {@code unit: in force ROWS in TABLE, candidate ROWS in TABLE}. */
    private String units(String line, StateView state) {
        if (!line.startsWith("unit: ")) {
            return line;
        }
        StringBuilder text = new StringBuilder();
        Matcher table = TABLE.matcher(line);
        int from = 0;
        while (table.find()) {
            Optional<TableShape> shape = shape(table, state);
            String part = line.substring(from, table.end());
            text.append(shape.map(one -> pairs(part, one)).orElse(part));
            from = table.end();
        }
        return text.append(line.substring(from)).toString();
    }

    private static String pairs(String part, TableShape shape) {
        return PAIR.matcher(part)
                .replaceAll(
                        match ->
                                quoted(
                                        plain(shape.key(), match.group(1))
                                                + "="
                                                + plain(shape.value(), match.group(2))));
    }

    private Optional<TableShape> firstTable(String line, StateView state) {
        Matcher table = TABLE.matcher(line);
        return table.find() ? shape(table, state) : Optional.empty();
    }

    private Optional<TableShape> shape(Matcher table, StateView state) {
        String instance = table.group(1);
        return known(
                state,
                instance,
                descriptor ->
                        descriptor.tables().stream()
                                .filter(one -> one.name().equals(table.group(2)))
                                .filter(
                                        one ->
                                                Integer.toString(one.schema())
                                                        .equals(table.group(3)))
                                .findFirst());
    }

    private String event(String instance, String name, String body, StateView state) {
        return known(
                        state,
                        instance,
                        descriptor ->
                                descriptor.events().stream()
                                        .filter(one -> one.name().equals(name))
                                        .map(one -> plainOrEmpty(one.body(), body))
                                        .flatMap(Optional::stream)
                                        .findFirst())
                .orElse(body);
    }

    private interface Lookup<T> {
        Optional<T> in(Descriptor descriptor);
    }

    /** In the version in force, else in any artifact of the chain whose module it could be. */
    private <T> Optional<T> known(StateView state, String instance, Lookup<T> lookup) {
        Optional<Descriptor> inForce = catalog.descriptor(state, instance);
        Optional<T> found = inForce.flatMap(lookup::in);
        if (found.isPresent()) {
            return found;
        }
        for (StateView.Row row :
                state.range(
                        KernelTables.ARTIFACTS,
                        Bytes.EMPTY,
                        Optional.empty(),
                        Limits.MAX_INSTANCES)) {
            Optional<T> other =
                    catalog.descriptor(state, hash(row.key()))
                            .filter(
                                    one ->
                                            inForce.isEmpty()
                                                    || one.module().equals(inForce.get().module()))
                            .flatMap(lookup::in);
            if (other.isPresent()) {
                return other;
            }
        }
        return Optional.empty();
    }

    private static Hash hash(Bytes key) {
        return new CborReader(key).hash();
    }

    private static String plain(Schema schema, String hex) {
        return plainOrEmpty(schema, hex).orElse(hex);
    }

    private static Optional<String> plainOrEmpty(Schema schema, String hex) {
        try {
            return Optional.of(Json.writeText(SchemaCodec.decode(schema, Bytes.fromHex(hex))));
        } catch (MalformedException | IllegalArgumentException e) {
            return Optional.empty(); // cut, or of another shape
        }
    }

    private static String quoted(String replacement) {
        return Matcher.quoteReplacement(replacement);
    }
}
