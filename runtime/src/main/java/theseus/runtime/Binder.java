package theseus.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import theseus.protocol.Descriptor;
import theseus.protocol.Descriptor.LensShape;
import theseus.protocol.TrapKind;
import theseus.runtime.Bindings.BoundEvent;
import theseus.runtime.Bindings.BoundGenesis;
import theseus.runtime.Bindings.BoundIndex;
import theseus.runtime.Bindings.BoundLens;
import theseus.runtime.Bindings.BoundLens.Side;
import theseus.runtime.Bindings.BoundMessage;
import theseus.runtime.Bindings.BoundMethod;
import theseus.runtime.Bindings.BoundOffer;
import theseus.runtime.Bindings.BoundQuery;
import theseus.runtime.Bindings.BoundRule;
import theseus.runtime.Bindings.BoundScan;
import theseus.runtime.Bindings.BoundSum;
import theseus.runtime.Bindings.BoundTable;
import theseus.runtime.Bindings.BoundTurn;
import theseus.runtime.Declarations.Turn;
import theseus.sdk.Definition.CanaryKey;
import theseus.sdk.Definition.SumRule;
import theseus.sdk.Event;
import theseus.sdk.Index;
import theseus.sdk.Interface;
import theseus.sdk.Lens;
import theseus.sdk.Message;
import theseus.sdk.Sum;
import theseus.sdk.Table;

/** Binds what was declared to its codecs and to its number in the descriptor, which was checked. */
final class Binder {
    private final Declarations declared;
    private final Descriptor descriptor;
    private final Forge forge;

    Binder(Declarations declared, Descriptor descriptor, Forge forge) {
        this.declared = declared;
        this.descriptor = descriptor;
        this.forge = forge;
    }

    Bindings bind(List<Class<?>> classes) {
        List<BoundTable> tables = new ArrayList<>();
        List<BoundIndex> indexes = new ArrayList<>();
        List<BoundSum> sums = new ArrayList<>();
        for (Index<?, ?, ?> index : declared.indexes) {
            indexes.add(
                    new BoundIndex(
                            position(index.name()),
                            index,
                            codec(index.by()),
                            codec(index.table().key())));
        }
        for (Sum<?, ?> sum : declared.sums) {
            sums.add(new BoundSum(position(sum.name()), sum));
        }
        for (Table<?, ?> table : declared.tables) {
            tables.add(bind(table, indexes, sums));
        }
        return new Bindings(
                descriptor.moduleClass(),
                forge.lists(),
                tables,
                indexes,
                sums,
                lenses(),
                events(classes),
                eventsBefore(),
                messages(),
                queries(),
                offers(),
                declared.genesis.stream()
                        .findFirst()
                        .map(one -> new BoundGenesis(codec(one.type()), one.handler())),
                declared.beginBlock.stream().findFirst(),
                declared.endBlock.stream().findFirst(),
                sumInvariants(),
                scanInvariants(tables));
    }

    private Codec codec(Class<?> type) {
        return forge.codec(type, type);
    }

    private int position(String table) {
        for (int i = 0; i < descriptor.tables().size(); i++) {
            if (descriptor.tables().get(i).name().equals(table)) {
                return i;
            }
        }
        throw new IllegalStateException("table " + table + " is not in the descriptor");
    }

    private BoundTable bind(Table<?, ?> table, List<BoundIndex> indexes, List<BoundSum> sums) {
        List<BoundRule> rules = new ArrayList<>();
        for (Declarations.RecordInvariant one : declared.recordInvariants) {
            if (one.table().equals(table)) {
                rules.add(new BoundRule(one.name(), one.rule()));
            }
        }
        return new BoundTable(
                position(table.name()),
                table,
                codec(table.key()),
                codec(table.value()),
                indexes.stream().filter(one -> one.handle().table().equals(table)).toList(),
                sums.stream().filter(one -> one.handle().table().equals(table)).toList(),
                rules);
    }

    private Map<Class<?>, BoundEvent> events(List<Class<?>> classes) {
        Map<Class<?>, BoundEvent> events = new HashMap<>();
        for (Class<?> type : classes) {
            if (Event.class.isAssignableFrom(type) && type.isRecord() && !isOfBefore(type)) {
                events.put(type, new BoundEvent(type.getSimpleName(), codec(type)));
            }
        }
        return events;
    }

    private boolean isOfBefore(Class<?> event) {
        return declared.upEvents.stream().anyMatch(turn -> turn.old() == event);
    }

    private Map<String, BoundTurn> eventsBefore() {
        Map<String, BoundTurn> turns = new HashMap<>();
        for (Turn turn : declared.upEvents) {
            turns.put(
                    turn.old().getSimpleName(),
                    new BoundTurn(codec(turn.old()), codec(turn.current()), turn.up()));
        }
        return turns;
    }

    @SuppressWarnings("unchecked")
    private List<BoundLens> lenses() {
        List<BoundLens> lenses = new ArrayList<>();
        for (LensShape shape : descriptor.lenses()) {
            Declarations.LensBetween found =
                    declared.lenses.stream()
                            .filter(
                                    one ->
                                            LensRules.isFrom(
                                                    shape, one.from().name(), one.from().schema()))
                            .findFirst()
                            .orElseThrow();
            Side from = side(found.from(), shape.family());
            Side to = side(found.to(), shape.family());
            String title =
                    "the lens of %s from %s to %s"
                            .formatted(descriptor.moduleClass(), from.name(), to.name());
            lenses.add(
                    new BoundLens(
                            title, from, to, (Lens<Object, Object, Object, Object>) found.lens()));
        }
        return lenses;
    }

    private Side side(Table<?, ?> table, boolean family) {
        return new Side(
                table.name(),
                LensRules.named(table.name(), table.schema()),
                codec(table.key()),
                codec(table.value()),
                family ? Optional.of(forge.schema(table.key(), table.key())) : Optional.empty());
    }

    private Map<String, List<BoundMessage>> messages() {
        Map<String, List<BoundMessage>> messages = new HashMap<>();
        for (Declarations.Handles handles : declared.handles) {
            Class<?> type = handles.message();
            Optional<CanaryKey<Message>> canaryKey =
                    declared.canaries.stream()
                            .filter(one -> one.message() == type)
                            .map(Declarations.Canary::key)
                            .findFirst();
            BoundMessage bound =
                    new BoundMessage(
                            type.getSimpleName(),
                            Describer.form(type),
                            codec(type),
                            handles.handler(),
                            canaryKey);
            messages.computeIfAbsent(bound.name(), _ -> new ArrayList<>()).add(bound);
            for (Turn turn : declared.upMessages) {
                if (turn.current() == type) {
                    messages.get(bound.name()).add(older(turn, bound));
                }
            }
        }
        return messages;
    }

    /** An older form of what {@code current} handles. */
    private BoundMessage older(Turn turn, BoundMessage current) {
        Class<?> old = turn.old();
        return new BoundMessage(
                current.name(),
                Describer.form(old),
                codec(old),
                (context, message) -> current.handler().handle(context, turned(turn, message)),
                current.canaryKey().map(key -> message -> key.of((Message) turned(turn, message))));
    }

    private static Object turned(Turn turn, Object old) {
        Object current = turn.up().of(old);
        if (turn.current().isInstance(current)) {
            return current;
        }
        throw new Trap(
                TrapKind.INVARIANT,
                "upMessage makes no %s of a message in form %d"
                        .formatted(turn.current().getName(), Describer.form(turn.old())));
    }

    private Map<String, BoundQuery> queries() {
        Map<String, BoundQuery> queries = new HashMap<>();
        for (Declarations.Answers answers : declared.answers) {
            String name = answers.query().getSimpleName();
            queries.put(
                    name,
                    new BoundQuery(
                            name,
                            codec(answers.query()),
                            codec(answers.result()),
                            answers.answer()));
        }
        return queries;
    }

    private Map<String, BoundOffer> offers() {
        Map<String, BoundOffer> offers = new HashMap<>();
        for (Declarations.Offers offer : declared.offers) {
            List<CallMethod> methods = CallMethod.of(offer.type(), forge);
            Map<String, BoundMethod> byName = new HashMap<>();
            for (int i = 0; i < methods.size(); i++) {
                byName.put(methods.get(i).name(), new BoundMethod(i, methods.get(i)));
            }
            offers.put(
                    offer.type().getAnnotation(Interface.class).name(),
                    new BoundOffer(
                            forge.skeleton(offer.type(), methods), offer.implementation(), byName));
        }
        return offers;
    }

    private Map<String, SumRule> sumInvariants() {
        Map<String, SumRule> rules = new HashMap<>();
        declared.sumInvariants.forEach(one -> rules.put(one.name(), one.rule()));
        return rules;
    }

    private Map<String, BoundScan> scanInvariants(List<BoundTable> tables) {
        Map<String, BoundScan> rules = new HashMap<>();
        for (Declarations.ScanInvariant one : declared.scanInvariants) {
            tables.stream()
                    .filter(table -> table.handle().equals(one.table()))
                    .findFirst()
                    .ifPresent(table -> rules.put(one.name(), new BoundScan(table, one.rule())));
        }
        return rules;
    }
}
