package theseus.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * A version of a module, as functions over plain maps. Built once by its fluent methods and not
 * changed after.
 */
public final class Version {
    /** Handles a message, a call or a genesis document; what it returns is for callers only. */
    public interface Handler {
        void handle(Context context, String body);
    }

    /** Answers a call of another module. */
    public interface Method {
        String answer(Context context, String argument);
    }

    /** Runs at the begin or end of a block. */
    public interface Routine {
        void run(Context context);
    }

    /** What a message is, whatever its body. */
    public record Form(String message, int form) implements Comparable<Form> {
        @Override
        public int compareTo(Form other) {
            int byName = message.compareTo(other.message);
            return byName != 0 ? byName : Integer.compare(form, other.form);
        }
    }

    record Index(String table, Function<Row, Optional<String>> key) {}

    record Sum(String table, ToLongFunction<Row> amount) {}

    final String name;

    /** Base tables with the schema that they have in this version. */
    final TreeMap<String, Integer> tables = new TreeMap<>();

    final TreeMap<String, Index> indexes = new TreeMap<>();
    final TreeMap<String, Sum> sums = new TreeMap<>();
    final TreeMap<Form, Handler> handlers = new TreeMap<>();
    final TreeMap<String, Method> methods = new TreeMap<>();
    final TreeMap<String, Function<Message, String>> canaryKeys = new TreeMap<>();
    final TreeMap<String, Predicate<Row>> rules = new TreeMap<>();
    final List<Lens> lenses = new ArrayList<>();

    /** Events of the version before, as this version would tell them. */
    final TreeMap<String, Function<Event, Event>> upEvents = new TreeMap<>();

    /** Codes of the version before, as this version refuses. */
    final TreeMap<String, String> upRefusals = new TreeMap<>();

    /** Instances whose methods it calls. */
    final TreeSet<String> calls = new TreeSet<>();

    Optional<Handler> genesis = Optional.empty();
    Optional<Routine> beginBlock = Optional.empty();
    Optional<Routine> endBlock = Optional.empty();

    private Version(String name) {
        this.name = name;
    }

    public static Version named(String name) {
        return new Version(name);
    }

    public Version table(String table, int schema) {
        tables.put(table, schema);
        return this;
    }

    /** Kept by the chain on every write, mirrored ones included, so no version can forget it. */
    public Version index(String index, String table, Function<Row, Optional<String>> key) {
        indexes.put(index, new Index(table, key));
        return this;
    }

    public Version sum(String sum, String table, ToLongFunction<Row> amount) {
        sums.put(sum, new Sum(table, amount));
        return this;
    }

    /** Must hold for each record that is written, whoever writes it. */
    public Version rule(String table, Predicate<Row> rule) {
        rules.put(table, rule);
        return this;
    }

    public Version handles(String message, Handler handler) {
        return handles(message, 1, handler);
    }

    public Version handles(String message, int form, Handler handler) {
        handlers.put(new Form(message, form), handler);
        return this;
    }

    public Version offers(String method, Method answer) {
        methods.put(method, answer);
        return this;
    }

    public Version calls(String instance) {
        calls.add(instance);
        return this;
    }

    /** Unless set, the canary key of a message is its sender. */
    public Version canaryKey(String message, Function<Message, String> key) {
        canaryKeys.put(message, key);
        return this;
    }

    public Version lens(Lens lens) {
        lenses.add(lens);
        return this;
    }

    public Version upEvent(String event, Function<Event, Event> up) {
        upEvents.put(event, up);
        return this;
    }

    public Version upRefusal(String code, String now) {
        upRefusals.put(code, now);
        return this;
    }

    public Version genesis(Handler handler) {
        genesis = Optional.of(handler);
        return this;
    }

    public Version beginBlock(Routine routine) {
        beginBlock = Optional.of(routine);
        return this;
    }

    public Version endBlock(Routine routine) {
        endBlock = Optional.of(routine);
        return this;
    }

    public String name() {
        return name;
    }

    boolean handles(Message message) {
        return handlers.containsKey(new Form(message.name(), message.form()));
    }

    boolean knows(String message) {
        return handlers.keySet().stream().anyMatch(form -> form.message().equals(message));
    }

    SortedSet<String> messages() {
        SortedSet<String> names = new TreeSet<>();
        handlers.keySet().forEach(form -> names.add(form.message()));
        return names;
    }

    SortedSet<TableName> tableNames(String instance) {
        SortedSet<TableName> names = new TreeSet<>();
        tables.forEach((table, schema) -> names.add(new TableName(instance, table, schema)));
        return names;
    }

    @Override
    public String toString() {
        return name;
    }
}
