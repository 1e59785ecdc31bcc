package theseus.node;

import static theseus.node.Shape.array;
import static theseus.node.Shape.binary;
import static theseus.node.Shape.digest;
import static theseus.node.Shape.flag;
import static theseus.node.Shape.hex;
import static theseus.node.Shape.integer;
import static theseus.node.Shape.object;
import static theseus.node.Shape.oneOf;
import static theseus.node.Shape.ref;
import static theseus.node.Shape.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import theseus.kernel.Codes;
import theseus.kernel.PlanProblem;
import theseus.kernel.PlanRecord;
import theseus.kernel.Plans;
import theseus.kernel.spi.UnlinkedTables;
import theseus.protocol.Descriptor;
import theseus.protocol.JsonSchema;
import theseus.protocol.Limits;
import theseus.protocol.MalformedException;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.SchemaCodec;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Upgrade plans: where they stand, what stopped them, who follows them. */
final class PlanApi {
    private static final int MAX_LISTED = 100;
    private static final int MAX_ROWS = 1_000;

    /** In JSON they are several times as large. */
    private static final int MAX_ROWS_BYTES = 1024 * 1024;

    private final Chain chain;
    private final Followers followers;
    private final PlanViews views;

    PlanApi(Chain chain, Followers followers) {
        this.chain = chain;
        this.followers = followers;
        this.views = new PlanViews(chain.views(), chain.catalog());
    }

    List<Operation> operations() {
        return List.of(
                Operation.get("/v1/plans", "plans", "Upgrade plans, also those that ended")
                        .inQuery("from", "Id of the first", digest())
                        .inQuery("limit", "At most so many, 1 to " + MAX_LISTED, integer())
                        .inQuery("active", "Only those that have not ended", flag())
                        .answers(
                                200,
                                "By id; next is where the list goes on",
                                object(
                                        "height", integer(),
                                        "plans", array(ref("PlanBrief")),
                                        "next?", digest()))
                        .handledBy(this::list),
                Operation.get("/v1/plans/{plan}", "plan", "Where a plan stands, and why")
                        .inPath("plan", "Its id", digest())
                        .answers(200, "The plan", ref("Plan"))
                        .fails(404, "There is no such plan")
                        .handledBy(this::plan),
                Operation.post("/v1/plans/check", "checkPlan", "Whether a plan could be opened now")
                        .body(Reply.JSON, JsonSchema.of(PlanViews.PLAN))
                        .body(Reply.CBOR, binary())
                        .answers(
                                200,
                                "Its id and encoding, and what stands against it",
                                object(
                                        "id", digest(),
                                        "kind", text(),
                                        "encoded", hex(),
                                        "fits", flag(),
                                        "code?", text(),
                                        "where?", text(),
                                        "message?", text()))
                        .fails(503, "The node is busy")
                        .handledBy(this::check),
                Operation.get("/v1/plans/{plan}/follower", "follower", "This node's follower")
                        .inPath("plan", "The plan's id", digest())
                        .answers(200, "Where it stands", ref("Follower"))
                        .fails(404, "This node follows no such plan now")
                        .handledBy(this::follower),
                Operation.get("/v1/followers", "followers", "All followers of this node")
                        .answers(200, "By plan", object("followers", array(ref("Follower"))))
                        .handledBy(
                                request ->
                                        Reply.json(
                                                Map.of(
                                                        "followers",
                                                        followers.statuses().stream()
                                                                .map(PlanViews::follower)
                                                                .toList()))),
                Operation.get(
                                "/v1/plans/{plan}/tables/{instance}/{table}/{schema}",
                                "planTable",
                                "Records of a plan that are not under the state root: those being"
                                        + " filled, or kept in quarantine")
                        .inPath("plan", "The plan's id", digest())
                        .inPath("instance", "Name of the instance", text())
                        .inPath("table", "Name of the table", text())
                        .inPath("schema", "Version of its shape", integer())
                        .inQuery("from", "Canonical encoding of the first key", hex())
                        .inQuery("limit", "At most so many, 1 to " + MAX_ROWS, integer())
                        .answers(
                                200,
                                "By key; next is where the list goes on",
                                object(
                                        "plan", digest(),
                                        "height", integer(),
                                        "records", array(ref("Record")),
                                        "next?", hex()))
                        .fails(404, "This node keeps no such tables")
                        .handledBy(this::table));
    }

    static void shapes(Map<String, Object> all) {
        String[] phases = Arrays.stream(Phase.values()).map(Enum::name).toArray(String[]::new);
        Object[] fields = {
            "id", digest(),
            "kind", text(),
            "title", text(),
            "instances", array(text()),
            "phase", oneOf(phases),
            "step", integer("Of the canary, from 0"),
            "sinceHeight", integer("First block of the phase or step"),
            "sinceMillis", integer("Time of the block before that"),
            "held", text("Why it does not move on although its window is complete"),
            "gate?", text("What stopped it")
        };
        all.put("PlanBrief", object(fields));
        Object[] more = {
            "startHeight", integer("The block whose state is backfilled; 0 before that"),
            "joinedHeight", integer("The block with which its tables joined the root; 0 before"),
            "salt", digest(),
            "plan", JsonSchema.of(PlanViews.PLAN),
            "encoded", hex(),
            "agreed?",
                    object(
                            "height", integer(),
                            "tableRoot", digest(),
                            "backfilled", flag(),
                            "tally", ref("Tally")),
            "tally", ref("Tally"),
            "proposers", array(hex()),
            "waitsFor",
                    array(
                            object(
                                    "what", text(),
                                    "has", integer(),
                                    "needs", integer(),
                                    "met", flag())),
            "evidence?", ref("Evidence"),
            "follower?", ref("Follower")
        };
        List<Object> whole = new ArrayList<>(Arrays.asList(fields));
        whole.addAll(Arrays.asList(more));
        all.put("Plan", object(whole.toArray()));
        all.put(
                "Tally",
                object(
                        "compared", integer(),
                        "keys", integer(),
                        "messages", array(JsonSchema.of(PlanViews.TALLY)),
                        "evidence", array(ref("Evidence"))));
        all.put(
                "Evidence",
                object(
                        "gate", text(),
                        "height", integer(),
                        "submission", digest(),
                        "explanation", text(),
                        "differences", array(text()),
                        "old?", ref("Receipt"),
                        "candidate?", ref("Receipt")));
        all.put(
                "Follower",
                object(
                        "plan", digest(),
                        "phase", oneOf(phases),
                        "state",
                                oneOf(
                                        Arrays.stream(FollowerStatus.State.values())
                                                .map(Enum::name)
                                                .toArray(String[]::new)),
                        "height", integer("The block up to which it followed; -1 at first"),
                        "lagBlocks", integer(),
                        "recordsMigrated", integer(),
                        "compared", integer("Transactions compared in this window"),
                        "dutyPercent", integer("How much of the time it fills tables"),
                        "cursor?",
                                object(
                                        "instance", text(),
                                        "table", text(),
                                        "schema", integer(),
                                        "next", hex()),
                        "prepared?", digest(),
                        "text", text("What went wrong; empty when nothing did")));
    }

    private Reply list(Request request) {
        Tip tip = chain.application().tip();
        int limit = (int) (long) request.number("limit", 1, MAX_LISTED).orElse((long) MAX_LISTED);
        Hash from = request.asked("from").map(text -> hash("from", text)).orElse(Hash.ZERO);
        List<Plans.Standing> page;
        Optional<Hash> next = Optional.empty();
        if (request.flag("active")) {
            page = Plans.read(tip.state()).active();
        } else {
            List<Plans.Standing> found = Plans.page(tip.state(), from, limit + 1);
            page = found.subList(0, Math.min(limit, found.size()));
            next = found.size() > limit ? Optional.of(found.getLast().id()) : Optional.empty();
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("height", tip.height());
        json.put("plans", page.stream().map(PlanViews::brief).toList());
        next.ifPresent(id -> json.put("next", id.toString()));
        return Reply.json(json);
    }

    private Reply plan(Request request) {
        Tip tip = chain.application().tip();
        Hash id = id(request);
        PlanRecord record = find(id, tip);
        List<PlanProgress.Condition> waitsFor =
                new PlanProgress(tip.state(), chain.catalog(), tip.height(), tip.timeMillis())
                        .of(id, record);
        Map<String, Object> json =
                views.whole(new Plans.Standing(id, record, record.encode()), waitsFor, tip.state());
        followers.status(id).ifPresent(status -> json.put("follower", PlanViews.follower(status)));
        return Reply.json(json);
    }

    private Reply check(Request request) throws Exception {
        Bytes encoding;
        Plan plan;
        try {
            encoding =
                    request.contentType().equals(Reply.CBOR)
                            ? Bytes.wrap(request.body().get())
                            : SchemaCodec.encode(PlanViews.PLAN, Json.read(request.body().get()));
            plan = Plan.decode(encoding);
        } catch (MalformedException e) {
            throw HttpError.badRequest(
                    "body", e.explanation(), "A plan's shape is in /openapi.json under checkPlan");
        }
        Tip tip = chain.application().tip();
        Optional<PlanProblem> problem =
                chain.readers()
                        .ask(
                                request.client(),
                                kernel ->
                                        kernel.checkPlan(tip.state(), tip.timeMillis(), encoding));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", Plan.idOf(encoding).toString());
        json.put("kind", plan.kind().name());
        json.put("encoded", encoding.hex());
        json.put("fits", problem.isEmpty());
        problem.ifPresent(
                one -> {
                    json.put("code", one.code());
                    json.put("where", one.where());
                    json.put("message", one.explanation());
                });
        return Reply.json(json);
    }

    private Reply follower(Request request) {
        Hash id = id(request);
        return Reply.json(
                followers
                        .status(id)
                        .map(PlanViews::follower)
                        .orElseThrow(
                                () ->
                                        HttpError.notFound(
                                                "NO_FOLLOWER",
                                                "This node does not follow plan " + id + " now",
                                                "Plans are followed from READY to SHADOW; see"
                                                        + " /v1/followers")));
    }

    private Reply table(Request request) {
        Hash id = id(request);
        Tip tip = chain.application().tip();
        PlanRecord record = find(id, tip);
        TableId table = StateApi.table(request);
        if (!chain.store().unlinkedSets().contains(id)) {
            throw HttpError.notFound(
                    "NO_TABLES",
                    "This node keeps no tables of plan " + id + " beside the state",
                    "They lie under the root from CANARY on, and are dropped some time after the"
                            + " plan ended");
        }
        UnlinkedTables tables = chain.store().unlinked(id);
        int limit = (int) (long) request.number("limit", 1, MAX_ROWS).orElse((long) MAX_ROWS);
        Bytes from =
                request.asked("from")
                        .map(
                                hex ->
                                        Request.hex(
                                                "query parameter from",
                                                hex,
                                                0,
                                                Limits.MAX_KEY_BYTES))
                        .orElse(Bytes.EMPTY);
        Page page = Page.read(tables, table, from, limit, MAX_ROWS_BYTES);
        Optional<Descriptor.TableShape> shape =
                chain.catalog().table(tip.state(), record.plan(), table);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("plan", id.toString());
        json.put("height", tables.height());
        json.put(
                "records",
                page.rows().stream()
                        .map(row -> Views.row(table, shape, row.key(), Optional.of(row.value())))
                        .toList());
        page.next().ifPresent(key -> json.put("next", key.hex()));
        return Reply.json(json);
    }

    private static Hash id(Request request) {
        return new Hash(request.pathHex("plan", Hash.SIZE_BYTES, Hash.SIZE_BYTES));
    }

    private static Hash hash(String name, String text) {
        return new Hash(
                Request.hex("query parameter " + name, text, Hash.SIZE_BYTES, Hash.SIZE_BYTES));
    }

    private static PlanRecord find(Hash id, Tip tip) {
        return Plans.find(tip.state(), id)
                .orElseThrow(
                        () ->
                                HttpError.notFound(
                                        Codes.NO_SUCH_PLAN,
                                        "The chain has no plan " + id,
                                        "See /v1/plans for those it has"));
    }
}
