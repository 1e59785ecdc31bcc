package theseus.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import theseus.kernel.BlockInput;
import theseus.kernel.Executed;
import theseus.kernel.Trace;
import theseus.kernel.spi.HistoryUnavailable;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.StateView;
import theseus.protocol.Descriptor;
import theseus.protocol.Header;
import theseus.protocol.Message;
import theseus.protocol.Receipt;
import theseus.protocol.Schema;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Runs a committed transaction again, with a trace, as its block did: on the state before the
 * block, with the tables that joined with it, after its begin routines and the submissions before
 * it. {@code same} says whether the receipt came out as the chain has it.
 */
final class Explainer {
    private final Chain chain;

    Explainer(Chain chain) {
        this.chain = chain;
    }

    Map<String, Object> explain(Hash id, String client) throws Exception {
        BlockStore.Location at = TransactionApi.locate(chain, id);
        Receipt receipt = chain.blocks().receiptOf(id, at);
        Header header = chain.block(at.height()).certificate().header();
        StateView before;
        try {
            before = chain.store().before(at.height());
        } catch (HistoryUnavailable e) {
            throw Chain.unavailable(e);
        }
        Trace trace = Trace.recording();
        Executed executed =
                chain.readers()
                        .askLong(
                                client,
                                kernel ->
                                        kernel.replay(
                                                before,
                                                block(header, at.index()),
                                                at.index(),
                                                trace));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id.toString());
        json.put("height", at.height());
        json.put("index", at.index());
        json.put("receipt", chain.views().receipt(receipt, before));
        json.put("same", executed.receipt().equals(receipt));
        json.put("truncated", trace.truncated());
        json.put("steps", steps(trace.steps(), before));
        return json;
    }

    /** The block up to it: what comes after does not matter. It may be large, so by a reader. */
    private BlockInput block(Header header, int index) {
        List<Bytes> submissions = new ArrayList<>(index + 1);
        for (int chunk = 0; submissions.size() <= index; chunk++) {
            List<Bytes> part = chain.blocks().submissions(header.height(), chunk);
            submissions.addAll(
                    part.subList(0, Math.min(part.size(), index + 1 - submissions.size())));
        }
        return new BlockInput(
                header.chain(),
                header.height(),
                header.timeMillis(),
                header.parent(),
                header.proposer(),
                submissions);
    }

    private List<Object> steps(List<Trace.Step> steps, StateView state) {
        List<Object> list = new ArrayList<>(steps.size());
        steps.forEach(step -> list.add(step(step, state)));
        return list;
    }

    private Map<String, Object> step(Trace.Step step, StateView state) {
        Map<String, Object> json = new LinkedHashMap<>();
        switch (step) {
            case Trace.Step.Ran(var instance, var invocation, var inner, var outcome) -> {
                json.put("step", "ran");
                json.put("instance", instance);
                invoked(json, instance, invocation, state);
                json.put("steps", steps(inner, state));
                ended(json, outcome);
            }
            case Trace.Step.Read(TableId table, Bytes key, Optional<Bytes> value) -> {
                json.put("step", "read");
                json.put("record", chain.views().record(table, key, value, state));
            }
            case Trace.Step.Ranged(TableId table, Bytes _, Optional<Bytes> _, int _, int rows) -> {
                json.put("step", "ranged");
                json.put("instance", table.instance());
                json.put("table", table.table());
                json.put("rows", rows);
            }
            case Trace.Step.Wrote(TableId table, Bytes key, Optional<Bytes> value) -> {
                json.put("step", "wrote");
                json.put("record", chain.views().record(table, key, value, state));
            }
            case Trace.Step.Emitted(String instance, String event, Bytes body) -> {
                json.put("step", "emitted");
                json.put("instance", instance);
                json.put("event", event);
                json.put("body", Views.plain(eventSchema(state, instance, event), body));
            }
            case Trace.Step.Proposed(String instance, var change, Optional<String> refusal) -> {
                json.put("step", "proposed");
                json.put("instance", instance);
                json.put("change", change.getClass().getSimpleName());
                refusal.ifPresent(code -> json.put("code", code));
            }
        }
        return json;
    }

    private void invoked(
            Map<String, Object> json, String instance, Invocation invocation, StateView state) {
        switch (invocation) {
            case Invocation.Genesis(Bytes document) -> input(json, "genesis", document.hex());
            case Invocation.Handle(String message, int form, Bytes body) ->
                    input(
                            json,
                            "message " + message,
                            chain.views()
                                    .messageBody(
                                            new Message(instance, message, form, body), state));
            case Invocation.Answer(String query, Bytes body) ->
                    input(json, "query " + query, body.hex());
            case Invocation.Call(String type, String method, Bytes arguments) ->
                    input(json, "call " + type + "." + method, arguments.hex());
            case Invocation.BeginBlock() -> json.put("what", "begin block");
            case Invocation.EndBlock() -> json.put("what", "end block");
            case Invocation.Derive(int table, Bytes key, Bytes _, boolean _) ->
                    input(json, "derive table " + table, key.hex());
            case Invocation.CheckSum(String name, long total) ->
                    input(json, "invariant " + name, total);
            case Invocation.CheckScan(String name, Bytes key, Bytes _) ->
                    input(json, "invariant " + name, key.hex());
            case Invocation.CanaryKey(String message, int _, Bytes body) ->
                    input(json, "canary key of " + message, body.hex());
            case Invocation.Up(int lens, var old, var _) ->
                    input(json, "up through lens " + lens, old.size());
            case Invocation.Down(int lens, var current, var _) ->
                    input(json, "down through lens " + lens, current.size());
            case Invocation.UpEvent(String event, Bytes body) ->
                    input(json, "up event " + event, body.hex());
        }
    }

    private static void input(Map<String, Object> json, String what, Object input) {
        json.put("what", what);
        json.put("input", input);
    }

    private static void ended(Map<String, Object> json, Outcome outcome) {
        switch (outcome) {
            case Outcome.Returned _ -> json.put("outcome", "returned");
            case Outcome.Refused(String code, long _) -> {
                json.put("outcome", "refused");
                json.put("code", code);
            }
            case Outcome.Trapped(var kind, String reason, long _) -> {
                json.put("outcome", "trapped");
                json.put("code", kind.name());
                json.put("reason", reason);
            }
            case Outcome.Derived _ -> json.put("outcome", "derived");
            case Outcome.Carried _ -> json.put("outcome", "carried");
        }
        json.put("gasUsed", outcome.gasUsed());
    }

    private Optional<Schema> eventSchema(StateView state, String instance, String event) {
        return chain.catalog()
                .descriptor(state, instance)
                .flatMap(
                        d ->
                                d.events().stream()
                                        .filter(shape -> shape.name().equals(event))
                                        .<Schema>map(Descriptor.EventShape::body)
                                        .findFirst());
    }
}
