package theseus.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import theseus.protocol.Descriptor;
import theseus.protocol.Descriptor.EventShape;
import theseus.protocol.Descriptor.InterfaceShape;
import theseus.protocol.Descriptor.InvariantKind;
import theseus.protocol.Descriptor.InvariantShape;
import theseus.protocol.Descriptor.MessageShape;
import theseus.protocol.Descriptor.QueryShape;
import theseus.protocol.Descriptor.RequirementShape;
import theseus.protocol.Descriptor.TableKind;
import theseus.protocol.Descriptor.TableShape;
import theseus.protocol.Schema;
import theseus.sdk.Form;
import theseus.sdk.Index;
import theseus.sdk.Interface;
import theseus.sdk.ModuleInfo;
import theseus.sdk.Refusal;
import theseus.sdk.Sum;
import theseus.sdk.Table;
import theseus.sdk.View;

/** Derives the descriptor from what a module declared and from its classes. */
final class Describer {
    /** Key of a sum, value of an index: the empty array. */
    private static final Schema.Structure EMPTY = new Schema.Structure("Empty", List.of());

    private final Class<?> module;
    private final Declarations declared;
    private final Forge forge;
    private final TurnRules turns;

    Describer(Class<?> module, Declarations declared, Forge forge) {
        this.module = module;
        this.declared = declared;
        this.forge = forge;
        this.turns = new TurnRules(module, declared);
    }

    Descriptor describe(List<Class<?>> classes, List<RequirementShape> requires) {
        ModuleInfo info = module.getAnnotation(ModuleInfo.class);
        List<String> refusals = refusals(classes);
        return new Descriptor(
                Names.check(module, info.name()),
                Names.checkVersion(module, info.version(), 3),
                module.getName(),
                declared.genesis.stream()
                        .findFirst()
                        .map(one -> (Schema) record(one.type(), "a genesis document")),
                tables(),
                sorted("message", messages(), one -> one.name() + " in form " + one.form()),
                sorted("event", events(turns.events(classes)), EventShape::name),
                refusals,
                sorted("query", queries(), QueryShape::name),
                sorted("offer", offers(), InterfaceShape::name),
                sorted("requirement", requires, one -> one.shape().name()),
                sorted("invariant", invariants(), InvariantShape::name),
                new LensRules(module, declared, forge).shapes(),
                eventsBefore(classes),
                turns.refusalChanges(refusals),
                declared.needs.stream().sorted().toList(),
                !declared.beginBlock.isEmpty(),
                !declared.endBlock.isEmpty());
    }

    private <T> List<T> sorted(String kind, List<T> shapes, Function<T, String> name) {
        List<T> sorted = new ArrayList<>(shapes);
        sorted.sort(Comparator.comparing(name));
        for (int i = 1; i < sorted.size(); i++) {
            String twice = name.apply(sorted.get(i));
            if (twice.equals(name.apply(sorted.get(i - 1)))) {
                throw Inadmissible.of(
                        module.getName(),
                        "there are two kinds of the " + kind + " " + twice,
                        "rename one: the simple name is the name on the wire. A class that keeps"
                                + " the shape of before is named by upMessage or upEvent");
            }
        }
        return sorted;
    }

    /** The shape of a record of the module. */
    private Schema.Structure record(Class<?> type, String what) {
        if (forge.schema(type, type) instanceof Schema.Structure structure) {
            return structure;
        }
        throw Inadmissible.of(type.getName(), "is " + what + " but no record", "make it a record");
    }

    private List<TableShape> tables() {
        List<TableShape> tables = new ArrayList<>();
        for (Table<?, ?> table : declared.tables) {
            tables.add(
                    new TableShape(
                            Names.check(module, table.name()),
                            positive(table.schema(), "schema of table " + table.name()),
                            TableKind.BASE,
                            Optional.empty(),
                            forge.schema(table.key(), table.key()),
                            forge.schema(table.value(), table.value())));
        }
        for (Index<?, ?, ?> index : declared.indexes) {
            Schema.Structure key =
                    new Schema.Structure(
                            "Indexed",
                            List.of(
                                    new Schema.Field("by", forge.schema(index.by(), index.by())),
                                    new Schema.Field(
                                            "key",
                                            forge.schema(
                                                    index.table().key(), index.table().key()))));
            tables.add(derived(index.name(), index.table(), TableKind.INDEX, key, EMPTY));
        }
        for (Sum<?, ?> sum : declared.sums) {
            tables.add(derived(sum.name(), sum.table(), TableKind.SUM, EMPTY, new Schema.Int(64)));
        }
        return sorted("table", tables, TableShape::name);
    }

    private TableShape derived(
            String name, Table<?, ?> of, TableKind kind, Schema key, Schema value) {
        if (!declared.tables.contains(of)) {
            throw Inadmissible.of(
                    module.getName(),
                    "'%s' is derived from the table '%s', which define() does not declare"
                            .formatted(name, of.name()),
                    "add module.table(...)");
        }
        return new TableShape(
                Names.check(module, name), of.schema(), kind, Optional.of(of.name()), key, value);
    }

    private int positive(int number, String what) {
        if (number < 1) {
            throw Inadmissible.of(module.getName(), what + " is " + number, "count from 1");
        }
        return number;
    }

    private List<MessageShape> messages() {
        List<MessageShape> messages = new ArrayList<>();
        for (Declarations.Handles handles : declared.handles) {
            Class<?> type = handles.message();
            messages.add(new MessageShape(name(type), form(type), record(type, "a message")));
        }
        turns.checkMessages();
        for (Declarations.Turn turn : declared.upMessages) {
            Class<?> old = turn.old();
            messages.add(new MessageShape(name(old), form(old), record(old, "a message")));
        }
        return messages;
    }

    static int form(Class<?> type) {
        Form form = type.getAnnotation(Form.class);
        if (form != null && form.value() < 1) {
            throw Inadmissible.of(type.getName(), "its form is " + form.value(), "count from 1");
        }
        return form == null ? 1 : form.value();
    }

    private static String name(Class<?> type) {
        return Names.check(type, type.getSimpleName());
    }

    private List<EventShape> events(List<Class<?>> types) {
        List<EventShape> events = new ArrayList<>();
        for (Class<?> type : types) {
            events.add(new EventShape(name(type), record(type, "an event")));
        }
        return events;
    }

    private List<EventShape> eventsBefore(List<Class<?>> classes) {
        turns.checkEvents(classes);
        List<Class<?>> before =
                declared.upEvents.stream().<Class<?>>map(Declarations.Turn::old).toList();
        return sorted("event before", events(before), EventShape::name);
    }

    private static List<String> refusals(List<Class<?>> classes) {
        TreeSet<String> codes = new TreeSet<>();
        for (Class<?> type : classes) {
            if (!Refusal.class.isAssignableFrom(type) || type.isInterface()) {
                continue;
            }
            if (!type.isEnum()) {
                throw Inadmissible.of(
                        type.getName(), "is a refusal but no enum", "make it an enum");
            }
            Arrays.stream(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name())
                    .forEach(code -> codes.add(checkCode(type, code)));
        }
        return List.copyOf(codes);
    }

    private static String checkCode(Class<?> type, String code) {
        if (!Names.isCode(code)) {
            throw Inadmissible.of(
                    type.getName(),
                    "has a constant whose name is no code",
                    "use capital letters, digits and '_', as in INSUFFICIENT_FUNDS");
        }
        return code;
    }

    private List<QueryShape> queries() {
        List<QueryShape> queries = new ArrayList<>();
        for (Declarations.Answers answers : declared.answers) {
            Class<?> type = answers.query();
            queries.add(
                    new QueryShape(
                            name(type),
                            record(type, "a query"),
                            forge.schema(type, answers.result())));
        }
        return queries;
    }

    private List<InterfaceShape> offers() {
        List<InterfaceShape> offers = new ArrayList<>();
        for (Declarations.Offers offer : declared.offers) {
            Class<?> type = offer.type();
            List<CallMethod> methods = CallMethod.of(type, forge);
            Interface info = type.getAnnotation(Interface.class);
            offers.add(
                    new InterfaceShape(
                            Names.check(type, info.name()),
                            Names.checkVersion(type, info.version(), 2),
                            methods.stream().map(CallMethod::shape).toList()));
        }
        return offers;
    }

    private List<InvariantShape> invariants() {
        List<InvariantShape> invariants = new ArrayList<>();
        for (Declarations.RecordInvariant one : declared.recordInvariants) {
            String table = declared(declared.tables.contains(one.table()), one.table().name());
            invariants.add(shape(one.name(), InvariantKind.RECORD, table, 0));
        }
        for (Declarations.SumInvariant one : declared.sumInvariants) {
            String sum = declared(declared.sums.contains(one.sum()), one.sum().name());
            invariants.add(shape(one.name(), InvariantKind.SUM, sum, 0));
        }
        for (Declarations.ScanInvariant one : declared.scanInvariants) {
            String table = declared(declared.tables.contains(one.table()), one.table().name());
            int perBlock = positive(one.recordsPerBlock(), "records per block of " + one.name());
            if (perBlock > View.MAX_RANGE) {
                throw Inadmissible.of(
                        module.getName(),
                        one.name() + " scans " + perBlock + " records each block",
                        "scan at most " + View.MAX_RANGE);
            }
            invariants.add(shape(one.name(), InvariantKind.SCAN, table, perBlock));
        }
        return invariants;
    }

    private InvariantShape shape(String name, InvariantKind kind, String table, int perBlock) {
        return new InvariantShape(Names.check(module, name), kind, table, perBlock);
    }

    private String declared(boolean is, String name) {
        if (!is) {
            throw Inadmissible.of(
                    module.getName(),
                    "an invariant is about '" + name + "', which define() does not declare",
                    "add module.table(...) or module.sum(...)");
        }
        return name;
    }
}
