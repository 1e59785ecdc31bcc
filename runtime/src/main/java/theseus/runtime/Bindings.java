package theseus.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import theseus.protocol.Schema;
import theseus.protocol.TrapKind;
import theseus.sdk.Definition.Answer;
import theseus.sdk.Definition.CanaryKey;
import theseus.sdk.Definition.Handler;
import theseus.sdk.Definition.RecordRule;
import theseus.sdk.Definition.Routine;
import theseus.sdk.Definition.ScanRule;
import theseus.sdk.Definition.SumRule;
import theseus.sdk.Definition.Up;
import theseus.sdk.Index;
import theseus.sdk.Lens;
import theseus.sdk.Message;
import theseus.sdk.Query;
import theseus.sdk.Sum;
import theseus.sdk.Table;

/**
 * A module's declarations with everything found that running them needs: positions of tables,
 * codecs, functional objects. Looking something up here is all that stands between an invocation
 * and the module's code.
 */
record Bindings(
        String moduleClass,
        ListMaker lists,
        List<BoundTable> tables,
        List<BoundIndex> indexes,
        List<BoundSum> sums,
        List<BoundLens> lenses,
        Map<Class<?>, BoundEvent> events,
        Map<String, BoundTurn> eventsBefore,
        Map<String, List<BoundMessage>> messages,
        Map<String, BoundQuery> queries,
        Map<String, BoundOffer> offers,
        Optional<BoundGenesis> genesis,
        Optional<Routine> beginBlock,
        Optional<Routine> endBlock,
        Map<String, SumRule> sumInvariants,
        Map<String, BoundScan> scanInvariants) {

    /** A base table; {@code position} is its number in the descriptor. */
    record BoundTable(
            int position,
            Table<?, ?> handle,
            Codec key,
            Codec value,
            List<BoundIndex> indexes,
            List<BoundSum> sums,
            List<BoundRule> rules) {}

    record BoundIndex(int position, Index<?, ?, ?> handle, Codec by, Codec key) {
        @SuppressWarnings("unchecked")
        Object by(Object itsKey, Object value) {
            var extractor = (Index.Extractor<Object, Object, Object>) handle.extractor();
            return extractor.extract(itsKey, value);
        }
    }

    record BoundSum(int position, Sum<?, ?> handle) {
        @SuppressWarnings("unchecked")
        long amount(Object value) {
            return ((Sum.Amount<Object>) handle.amount()).of(value);
        }
    }

    record BoundRule(String name, RecordRule<Object, Object> rule) {}

    /**
     * A lens, under its number in the descriptor.
     *
     * @param title what its author knows it by
     */
    record BoundLens(String title, Side from, Side to, Lens<Object, Object, Object, Object> lens) {
        /**
         * A table at one of its ends.
         *
         * @param name with its schema
         * @param family shape of the keys, where the lens is of families
         */
        record Side(String table, String name, Codec key, Codec value, Optional<Schema> family) {}
    }

    record BoundEvent(String name, Codec codec) {}

    /** How what a version before said is said by this one. */
    record BoundTurn(Codec old, Codec current, Up<Object, Object> up) {}

    record BoundMessage(
            String name,
            int form,
            Codec codec,
            Handler<Object> handler,
            Optional<CanaryKey<Message>> canaryKey) {}

    record BoundQuery(
            String name, Codec query, Codec result, Answer<Query<Object>, Object> answer) {}

    record BoundOffer(Incoming skeleton, Object implementation, Map<String, BoundMethod> methods) {}

    /** Method number {@code number} of an offered interface. */
    record BoundMethod(int number, CallMethod method) {}

    record BoundGenesis(Codec codec, Handler<Object> handler) {}

    record BoundScan(BoundTable table, ScanRule<Object, Object> rule) {}

    BoundTable table(Table<?, ?> handle) {
        for (BoundTable table : tables) {
            if (table.handle() == handle) {
                return table;
            }
        }
        for (BoundTable table : tables) {
            if (table.handle().equals(handle)) {
                return table;
            }
        }
        throw undeclared("table", handle == null ? "null" : handle.name());
    }

    BoundIndex index(Index<?, ?, ?> handle) {
        for (BoundIndex index : indexes) {
            if (index.handle() == handle) {
                return index;
            }
        }
        throw undeclared("index", handle == null ? "null" : handle.name());
    }

    BoundSum sum(Sum<?, ?> handle) {
        for (BoundSum sum : sums) {
            if (sum.handle() == handle) {
                return sum;
            }
        }
        throw undeclared("sum", handle == null ? "null" : handle.name());
    }

    private Trap undeclared(String kind, String name) {
        return new Trap(
                TrapKind.EXCEPTION,
                "%s uses the %s '%s', which define() does not declare: add module.%s(...)"
                        .formatted(moduleClass, kind, name, kind));
    }
}
