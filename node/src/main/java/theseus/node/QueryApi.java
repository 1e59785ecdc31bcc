package theseus.node;

import static theseus.node.Shape.any;
import static theseus.node.Shape.binary;
import static theseus.node.Shape.digest;
import static theseus.node.Shape.flag;
import static theseus.node.Shape.integer;
import static theseus.node.Shape.ref;
import static theseus.node.Shape.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import theseus.kernel.Answered;
import theseus.kernel.Codes;
import theseus.kernel.spi.Outcome;
import theseus.protocol.Descriptor;
import theseus.protocol.MalformedException;
import theseus.protocol.SchemaCodec;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Asks modules, in the version that serves all or in the other one of a plan. */
final class QueryApi {
    /** A proven query that read more is refused. */
    static final int MAX_PROVEN_READS = 256;

    private final Chain chain;

    QueryApi(Chain chain) {
        this.chain = chain;
    }

    List<Operation> operations() {
        return List.of(
                Operation.post("/v1/instances/{instance}/queries/{query}", "query", "Asks a module")
                        .inPath("instance", "Its name", text())
                        .inPath("query", "The query's name", text())
                        .inQuery("height", StateApi.HEIGHT_TEXT, integer())
                        .inQuery(
                                "proof",
                                "Whether to add a proof of each record that was read",
                                flag())
                        .inQuery(
                                "plan",
                                "Asks the other version of this plan: the candidate in SHADOW (on"
                                        + " the tables that this node fills) and CANARY, the"
                                        + " version in force in PROBATION",
                                digest())
                        .body(Reply.JSON, any("The query by the descriptor"))
                        .body(Reply.CBOR, binary())
                        .answers(200, "The answer", ref("QueryAnswer"))
                        .fails(404, StateApi.NOT_KEPT)
                        .fails(422, "The module refused or failed to answer")
                        .fails(503, "The node is busy")
                        .handledBy(this::query));
    }

    private Reply query(Request request) throws Exception {
        String instance = request.text("instance");
        String name = request.text("query");
        boolean proof = request.flag("proof");
        Chain.At at = chain.at(request.number("height", 0, Long.MAX_VALUE));
        Optional<Hash> plan =
                request.asked("plan")
                        .map(hex -> new Hash(Request.hex("query parameter plan", hex, 32, 32)));
        if (plan.isPresent() && Answering.isJoining(at, plan.get())) {
            chain.application().feed().await(at.height() + 1, Answering.JOIN_MILLIS);
        }
        Optional<Answering> other =
                plan.isPresent()
                        ? Optional.of(
                                chain.readers()
                                        .ask(
                                                request.client(),
                                                kernel ->
                                                        Answering.of(
                                                                kernel, chain, at, plan.get())))
                        : Optional.empty();
        Descriptor descriptor =
                other.flatMap(one -> one.descriptor(instance))
                        .or(() -> chain.catalog().serving(at.state(), instance))
                        .orElseThrow(() -> StateApi.noInstance());
        Descriptor.QueryShape shape =
                descriptor.queries().stream()
                        .filter(query -> query.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> noQuery(instance, descriptor));
        Bytes body = queryBody(request, shape);
        Answered answered =
                chain.readers()
                        .ask(
                                request.client(),
                                kernel ->
                                        kernel.queryWithReads(
                                                other.map(Answering::state).orElse(at.state()),
                                                at.height(),
                                                at.timeMillis(),
                                                plan,
                                                instance,
                                                name,
                                                body));
        Outcome.Returned returned = returned(answered.outcome(), instance);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("instance", instance);
        json.put("query", name);
        json.put("height", at.height());
        json.put("timeMillis", at.timeMillis());
        json.put("result", Views.plain(Optional.of(shape.result()), returned.value()));
        json.put("encoded", returned.value().hex());
        json.put("gasUsed", returned.gasUsed());
        plan.ifPresent(id -> json.put("plan", id.toString()));
        if (proof) {
            json.put("certificate", at.certificateOrFail().encode().hex());
            json.put("reads", proofs(answered.reads(), at));
        }
        return Reply.json(json);
    }

    private static Bytes queryBody(Request request, Descriptor.QueryShape shape) {
        try {
            if (request.contentType().equals(Reply.CBOR)) {
                Bytes body = Bytes.wrap(request.body().get());
                SchemaCodec.decode(shape.body(), body);
                return body;
            }
            return SchemaCodec.encode(shape.body(), Json.read(request.body().get()));
        } catch (MalformedException e) {
            throw HttpError.badRequest(
                    "body",
                    withoutValue(e.explanation()),
                    "The query's shape is in the instance's descriptor");
        }
    }

    /** What stood there instead stays out of answers and logs. */
    private static String withoutValue(String explanation) {
        int value = explanation.indexOf(", got ");
        return value < 0 ? explanation : explanation.substring(0, value);
    }

    private static Outcome.Returned returned(Outcome outcome, String instance) {
        return switch (outcome) {
            case Outcome.Returned returned -> returned;
            case Outcome.Refused(String code, long _) when code.equals(Codes.SUSPENDED) ->
                    throw HttpError.busy(instance + " is suspended", 5_000);
            case Outcome.Refused(String code, long _) ->
                    throw new HttpError(
                            422, code, "Instance " + instance + " refused the query", "", "", 0);
            case Outcome.Trapped(var kind, String reason, long _) ->
                    throw new HttpError(
                            422,
                            kind.name(),
                            "Instance " + instance + " failed to answer: " + reason,
                            "",
                            "",
                            0);
            case Outcome.Derived _, Outcome.Carried _ ->
                    throw new IllegalStateException("a query ended as " + outcome);
        };
    }

    private List<Object> proofs(List<Answered.Read> reads, Chain.At at) {
        if (reads.size() > MAX_PROVEN_READS) {
            throw new HttpError(
                    422,
                    "TOO_MANY_READS",
                    "The answer was computed from "
                            + reads.size()
                            + " records, at most "
                            + MAX_PROVEN_READS
                            + " are proven at once",
                    "",
                    "Ask for less at once, or without proof",
                    0);
        }
        List<Object> proofs = new ArrayList<>();
        for (Answered.Read read : reads) {
            proofs.add(StateApi.proven(chain, read.table(), read.key(), at));
        }
        return proofs;
    }

    private static HttpError noQuery(String instance, Descriptor descriptor) {
        return HttpError.notFound(
                Codes.NO_SUCH_QUERY,
                "Instance " + instance + " answers no query of that name",
                "It answers "
                        + String.join(
                                ", ",
                                descriptor.queries().stream()
                                        .map(Descriptor.QueryShape::name)
                                        .toList()));
    }
}
