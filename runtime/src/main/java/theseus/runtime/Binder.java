package theseus.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import theseus.protocol.Descriptor;
import theseus.runtime.Bindings.BoundEvent;
import theseus.runtime.Bindings.BoundGenesis;
import theseus.runtime.Bindings.BoundIndex;
import theseus.runtime.Bindings.BoundMessage;
import theseus.runtime.Bindings.BoundMethod;
import theseus.runtime.Bindings.BoundOffer;
import theseus.runtime.Bindings.BoundQuery;
import theseus.runtime.Bindings.BoundRule;
import theseus.runtime.Bindings.BoundScan;
import theseus.runtime.Bindings.BoundSum;
import theseus.runtime.Bindings.BoundTable;
import theseus.sdk.Definition.CanaryKey;
import theseus.sdk.Definition.SumRule;
import theseus.sdk.Event;
import theseus.sdk.Index;
import theseus.sdk.Interface;
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
                events(classes),
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
            if (Event.class.isAssignableFrom(type) && type.isRecord()) {
                events.put(type, new BoundEvent(type.getSimpleName(), codec(type)));
            }
        }
        return events;
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
        }
        return messages;
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
