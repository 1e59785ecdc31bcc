package theseus.node;

import static theseus.node.Shape.array;
import static theseus.node.Shape.binary;
import static theseus.node.Shape.digest;
import static theseus.node.Shape.hex;
import static theseus.node.Shape.object;
import static theseus.node.Shape.oneOf;
import static theseus.node.Shape.ref;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import theseus.kernel.BlockInput;
import theseus.kernel.Codes;
import theseus.kernel.Executed;
import theseus.kernel.Trace;
import theseus.kernel.spi.ConsensusEngine;
import theseus.kernel.spi.StateView;
import theseus.protocol.CborReader;
import theseus.protocol.CborWriter;
import theseus.protocol.Limits;
import theseus.protocol.MalformedException;
import theseus.protocol.Receipt;
import theseus.protocol.Statement;
import theseus.protocol.Submission;
import theseus.protocol.Transaction;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Submitting, dry-running, finding and explaining transactions. */
final class TransactionApi {
    private static final Map<String, Object> WAIT = oneOf("accepted", "committed");
    private static final String WAIT_TEXT =
            "Whether to answer once it is queued or once it is durable (the default; after 30 s the"
                    + " answer is that it is accepted)";

    private final Chain chain;
    private final Submissions submissions;
    private final Explainer explainer;
    private final int maxBatch;

    TransactionApi(Chain chain, Submissions submissions, int maxBatch) {
        this.chain = chain;
        this.submissions = submissions;
        this.explainer = new Explainer(chain);
        this.maxBatch = maxBatch;
    }

    List<Operation> operations() {
        return List.of(
                Operation.post("/v1/transactions", "submit", "Submits a transaction")
                        .needs(Right.SUBMIT)
                        .inQuery("wait", WAIT_TEXT, WAIT)
                        .body(Reply.CBOR, binary())
                        .body(Reply.JSON, object("transaction", hex()))
                        .answers(200, "Durable in a block", ref("Answer"))
                        .answers(202, "Queued, not durable", ref("Answer"))
                        .fails(
                                409,
                                "Its nonce is not the sender's next, it was committed, or its form"
                                        + " is not in force now")
                        .fails(422, "The kernel does not let it in")
                        .fails(429, "The queue is full")
                        .fails(503, "The node is stopping or busy, or a breaker is open")
                        .handledBy(this::submit),
                Operation.post(
                                "/v1/statements",
                                "submitStatement",
                                "Submits what a validator stated: a trip or a recovery, signed"
                                        + " offline")
                        .needs(Right.SUBMIT)
                        .inQuery("wait", WAIT_TEXT, WAIT)
                        .body(Reply.CBOR, binary())
                        .body(Reply.JSON, object("statement", hex()))
                        .answers(200, "Durable in a block", ref("Answer"))
                        .answers(202, "Queued, not durable", ref("Answer"))
                        .fails(409, "It was counted before")
                        .fails(422, "The kernel does not let it in")
                        .fails(429, "The queue is full")
                        .fails(503, "The node is stopping or busy")
                        .handledBy(this::submitStatement),
                Operation.post("/v1/transactions/batch", "submitBatch", "Submits many in order")
                        .needs(Right.SUBMIT)
                        .inQuery("wait", WAIT_TEXT, WAIT)
                        .body(Reply.CBOR, binary())
                        .body(Reply.JSON, object("transactions", array(hex())))
                        .answers(
                                200,
                                "What became of each, in order; in CBOR [0, id] accepted, [1, id,"
                                        + " height, index, receipt] committed, [2, id, code,"
                                        + " explanation, retryAfterMillis] refused",
                                new Operation.Media(
                                        Reply.JSON, object("answers", array(ref("Answer")))),
                                new Operation.Media(Reply.CBOR, binary()))
                        .fails(503, "The node is stopping or busy")
                        .handledBy(this::submitBatch),
                Operation.post("/v1/transactions/dry-run", "dryRun", "What it would do now")
                        .body(Reply.CBOR, binary())
                        .body(Reply.JSON, object("transaction", hex()))
                        .answers(200, "Receipt and net changes", ref("DryRun"))
                        .fails(503, "The node is stopping or busy")
                        .handledBy(this::dryRun),
                Operation.get("/v1/transactions/{id}", "transaction", "A committed transaction")
                        .inPath("id", "Its id", digest())
                        .answers(200, "The transaction", ref("CommittedTransaction"))
                        .fails(404, "No block that is kept has it")
                        .fails(410, BlockApi.PRUNED)
                        .handledBy(this::find),
                Operation.get(
                                "/v1/transactions/{id}/explain",
                                "explain",
                                "What a committed transaction did, call by call")
                        .inPath("id", "Its id", digest())
                        .answers(200, "Run again on the state it ran on", ref("Explanation"))
                        .fails(404, "No block has it, or its state is not kept any more")
                        .fails(410, BlockApi.PRUNED)
                        .fails(503, "The node is stopping or busy")
                        .handledBy(
                                request ->
                                        Reply.json(
                                                explainer.explain(id(request), request.client()))));
    }

    private Reply submit(Request request) throws InterruptedException {
        return submit(single(request, "transaction"), untilCommitted(request));
    }

    private Reply submitStatement(Request request) throws InterruptedException {
        boolean wait = untilCommitted(request);
        Bytes bytes = single(request, "statement");
        try {
            Statement.decode(bytes);
        } catch (MalformedException e) {
            throw HttpError.badRequest(
                    "body",
                    e.explanation(),
                    "Send the canonical encoding of a signed statement; the module set and the"
                            + " heights that it must name are in /v1/status");
        }
        return submit(bytes, wait);
    }

    private Reply submit(Bytes submission, boolean wait) throws InterruptedException {
        Submissions.Answer answer = submissions.submit(List.of(submission), wait).getFirst();
        if (answer instanceof Submissions.Answer.Refused refused) {
            throw new HttpError(
                    status(refused.code()),
                    refused.code(),
                    refused.explanation(),
                    "transaction " + refused.id(),
                    "",
                    refused.retryAfterMillis());
        }
        return new Reply.Json(
                answer instanceof Submissions.Answer.Durable ? 200 : 202, json(answer));
    }

    private Reply submitBatch(Request request) throws InterruptedException {
        boolean wait = untilCommitted(request);
        List<Submissions.Answer> answers = submissions.submit(batch(request), wait);
        if (request.wantsCbor()) {
            return new Reply.Content(200, Reply.CBOR, cbor(answers));
        }
        return Reply.json(Map.of("answers", answers.stream().map(this::json).toList()));
    }

    private Reply dryRun(Request request) throws Exception {
        Bytes bytes = single(request, "transaction");
        Submission submission;
        try {
            submission = Submission.decode(bytes);
        } catch (MalformedException e) {
            throw new HttpError(400, Codes.MALFORMED, e.explanation(), "body", "", 0);
        }
        Tip tip = chain.application().tip();
        long time = Math.max(tip.timeMillis() + 1, System.currentTimeMillis());
        long height = tip.height() + 1;
        Executed executed =
                chain.readers()
                        .ask(
                                request.client(),
                                kernel ->
                                        kernel.executeOne(
                                                tip.state(),
                                                new BlockInput(
                                                        chain.application().chain(),
                                                        height,
                                                        time,
                                                        tip.headerHash(),
                                                        chain.application().info().validator(),
                                                        List.of()),
                                                submission,
                                                Trace.off()));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("height", height);
        json.put("receipt", chain.views().receipt(executed.receipt(), tip.state()));
        json.put("changes", chain.views().changes(executed.changes(), tip.state()));
        return Reply.json(json);
    }

    private Reply find(Request request) {
        Hash id = id(request);
        BlockStore.Location at = locate(chain, id);
        Bytes encoded = chain.blocks().submission(at.height(), at.index());
        Receipt receipt = chain.blocks().receiptOf(id, at);
        StateView state = chain.application().tip().state();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id.toString());
        json.put("height", at.height());
        json.put("index", at.index());
        decoded(encoded)
                .ifPresent(one -> json.put("transaction", chain.views().transaction(one, state)));
        json.put("encoded", encoded.hex());
        json.put("receipt", chain.views().receipt(receipt, state));
        json.put("receiptEncoded", receipt.encode().hex());
        return Reply.json(json);
    }

    static BlockStore.Location locate(Chain chain, Hash id) {
        return chain.blocks().find(id).orElseThrow(() -> unknown(chain.blocks().first(), id));
    }

    /** Where old blocks are pruned nobody can say that none of them had it. */
    private static HttpError unknown(long first, Hash id) {
        String waits = "It may still wait in the queue; ask again in a moment";
        if (first <= 1) {
            return HttpError.notFound(
                    "NO_SUCH_TRANSACTION",
                    "No block of this node has the transaction " + id,
                    waits);
        }
        return HttpError.notFound(
                "NO_KEPT_TRANSACTION",
                "No block from "
                        + first
                        + " on has the transaction "
                        + id
                        + "; what earlier blocks had was pruned here, so one of them may have had it",
                waits
                        + ". Was it sent long ago, its sender's nonce (/v1/accounts/{id}) says whether"
                        + " its own was used");
    }

    private static Optional<Transaction> decoded(Bytes encoded) {
        try {
            return Submission.decode(encoded) instanceof Transaction transaction
                    ? Optional.of(transaction)
                    : Optional.empty();
        } catch (MalformedException e) {
            return Optional.empty(); // its receipt says so
        }
    }

    private static Hash id(Request request) {
        return new Hash(request.pathHex("id", Hash.SIZE_BYTES, Hash.SIZE_BYTES));
    }

    private static boolean untilCommitted(Request request) {
        return switch (request.asked("wait").orElse("committed")) {
            case "committed" -> true;
            case "accepted" -> false;
            default ->
                    throw HttpError.badRequest(
                            "query parameter wait", "wait is accepted or committed");
        };
    }

    private static Bytes single(Request request, String field) {
        byte[] body = request.body().get();
        if (request.contentType().equals(Reply.CBOR)) {
            return Bytes.wrap(body);
        }
        Map<?, ?> object = Json.readObject(body, Set.of(field));
        return Request.hex(
                "body, field " + field, Json.text(object, field), 0, Limits.MAX_TRANSACTION_BYTES);
    }

    private List<Bytes> batch(Request request) {
        byte[] body = request.body().get();
        List<Bytes> batch = new ArrayList<>();
        if (request.contentType().equals(Reply.CBOR)) {
            try {
                CborReader in = new CborReader(Bytes.wrap(body));
                int count = in.arrayHeader(maxBatch);
                for (int i = 0; i < count; i++) {
                    batch.add(in.bytes());
                }
                in.end();
            } catch (MalformedException e) {
                throw HttpError.badRequest(
                        "body", e.explanation(), "Send a CBOR array of byte strings");
            }
        } else {
            List<?> list = Json.list(Json.readObject(body, Set.of("transactions")), "transactions");
            if (list.size() > maxBatch) {
                throw HttpError.badRequest(
                        "body, field transactions",
                        list.size() + " transactions, at most " + maxBatch + " are taken at once");
            }
            for (int i = 0; i < list.size(); i++) {
                String where = "body, transactions[" + i + "]";
                if (!(list.get(i) instanceof String hex)) {
                    throw HttpError.badRequest(where, "hexadecimal digits are expected");
                }
                batch.add(Request.hex(where, hex, 0, Limits.MAX_TRANSACTION_BYTES));
            }
        }
        if (batch.isEmpty()) {
            throw HttpError.badRequest("body", "a batch has at least one transaction");
        }
        return batch;
    }

    private Map<String, Object> json(Submissions.Answer answer) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", answer.id().toString());
        switch (answer) {
            case Submissions.Answer.Accepted _ -> json.put("status", "accepted");
            case Submissions.Answer.Durable(Hash _, var committed) -> {
                json.put("status", "committed");
                json.put("height", committed.height());
                json.put("index", committed.index());
                json.put(
                        "receipt",
                        chain.views()
                                .receipt(committed.receipt(), chain.application().tip().state()));
            }
            case Submissions.Answer.Refused(Hash _, var code, var explanation, long retry) -> {
                json.put("status", "refused");
                json.put("code", code);
                json.put("message", explanation);
                json.put("retryAfterMillis", retry);
            }
        }
        return json;
    }

    private static byte[] cbor(List<Submissions.Answer> answers) {
        CborWriter out = new CborWriter(answers.size() * 160 + 16).arrayHeader(answers.size());
        for (Submissions.Answer answer : answers) {
            switch (answer) {
                case Submissions.Answer.Accepted(Hash id) ->
                        out.arrayHeader(2).integer(0).bytes(id.bytes());
                case Submissions.Answer.Durable(Hash id, var committed) ->
                        out.arrayHeader(5)
                                .integer(1)
                                .bytes(id.bytes())
                                .integer(committed.height())
                                .integer(committed.index())
                                .bytes(committed.receipt().encode());
                case Submissions.Answer.Refused(Hash id, var code, var text, long retry) ->
                        out.arrayHeader(5)
                                .integer(2)
                                .bytes(id.bytes())
                                .text(code)
                                .text(text)
                                .integer(retry);
            }
        }
        return out.toBytes().unsafeArray();
    }

    private static int status(String code) {
        return switch (code) {
            case Codes.MALFORMED -> 400;
            case Observing.CODE -> 409;
            case Codes.WRONG_NONCE, Codes.ALREADY_COMMITTED -> 409;
            case ConsensusEngine.BUSY, ConsensusEngine.SENDER_BUSY -> 429;
            case Codes.NOT_YET_IN_FORCE, Codes.NO_LONGER_IN_FORCE -> 409;
            case Codes.SUSPENDED,
                    Codes.BLOCK_FULL,
                    ConsensusEngine.PAUSED,
                    ConsensusEngine.STOPPED ->
                    503;
            default -> 422;
        };
    }
}
