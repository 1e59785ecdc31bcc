package theseus.node;

import static theseus.node.Shape.any;
import static theseus.node.Shape.array;
import static theseus.node.Shape.digest;
import static theseus.node.Shape.flag;
import static theseus.node.Shape.hex;
import static theseus.node.Shape.integer;
import static theseus.node.Shape.object;
import static theseus.node.Shape.oneOf;
import static theseus.node.Shape.ref;
import static theseus.node.Shape.text;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import theseus.kernel.Codes;
import theseus.kernel.PlanRecord;
import theseus.kernel.Plans;
import theseus.sdk.Hash;

/** What a plan's candidates served, for those who repair after them; see {@link TouchedLog}. */
final class TouchedApi {
    private static final int MAX_LISTED = 100;

    private final Chain chain;
    private final Followers followers;

    TouchedApi(Chain chain, Followers followers) {
        this.chain = chain;
        this.followers = followers;
    }

    List<Operation> operations() {
        return List.of(
                Operation.get(
                                "/v1/plans/{plan}/touched",
                                "touched",
                                "What a plan's candidates served, also after it ended")
                        .inPath("plan", "Its id", digest())
                        .inQuery("from", "Where the list goes on, as a page said", text())
                        .inQuery("limit", "At most so many, 1 to " + MAX_LISTED, integer())
                        .answers(200, "In the order of the chain", ref("Touched"))
                        .fails(404, "There is no such plan")
                        .fails(503, "The node is busy")
                        .handledBy(this::touched));
    }

    static void shapes(Map<String, Object> all) {
        all.put(
                "Touched",
                object(
                        "plan", digest(),
                        "phase", text(),
                        "height", integer("The last block that this page goes by"),
                        "joinedHeight", integer("First block with authority; 0 before"),
                        "endedHeight?", integer("Last block with authority; when it ended"),
                        "keptUntilHeight?",
                                integer(
                                        "End of the repair window: until then this node keeps"
                                                + " what left the root; when it ended"),
                        "entries", array(ref("TouchedEntry")),
                        "next?", text()));
        all.put(
                "TouchedEntry",
                object(
                        "id", digest(),
                        "height", integer(),
                        "index", integer(),
                        "kind", oneOf("transaction", "routine"),
                        "status",
                                text(
                                        "applied, refused, trapped, rejected; or pruned, when the"
                                                + " block is not kept"),
                        "code?", text(),
                        "sender?", hex(),
                        "messages", array(object("instance", text(), "name", text())),
                        "recordsChanged",
                                integer("All; at most " + TouchedView.MAX_RECORDS + " are shown"),
                        "records", array(ref("TouchedRecord"))));
        all.put(
                "TouchedRecord",
                object(
                        "instance",
                        text(),
                        "table",
                        text(),
                        "schema",
                        integer(),
                        "key",
                        any("By the table's shape"),
                        "keyEncoded",
                        hex(),
                        "stands",
                        oneOf(
                                Arrays.stream(TouchedView.Stands.values())
                                        .map(Enum::name)
                                        .toArray(String[]::new)),
                        "hidden?",
                        flag()));
    }

    private Reply touched(Request request) throws Exception {
        Hash id = new Hash(request.pathHex("plan", Hash.SIZE_BYTES, Hash.SIZE_BYTES));
        int limit = (int) (long) request.number("limit", 1, MAX_LISTED).orElse((long) MAX_LISTED);
        TouchedLog.At from = request.asked("from").map(TouchedApi::at).orElse(TouchedLog.At.FIRST);
        Tip tip = chain.application().tip();
        PlanRecord record =
                Plans.find(tip.state(), id)
                        .orElseThrow(
                                () ->
                                        HttpError.notFound(
                                                Codes.NO_SUCH_PLAN,
                                                "The chain has no plan " + id,
                                                "See /v1/plans for those it has"));
        List<TouchedLog.Entry> found =
                TouchedLog.read(chain.store(), id, from, limit + 1).stream()
                        .filter(entry -> entry.at().height() <= tip.height())
                        .toList();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("plan", id.toString());
        json.put("phase", record.phase().name());
        json.put("height", tip.height());
        json.put("joinedHeight", record.joinedHeight());
        if (record.phase().ended()) {
            json.put("endedHeight", record.sinceHeight() - 1);
            json.put("keptUntilHeight", followers.keptUntil(record));
        }
        List<Object> entries =
                chain.readers()
                        .ask(
                                request.client(),
                                kernel ->
                                        new TouchedView(chain, kernel, tip.state(), id, record)
                                                .entries(found, limit));
        json.put("entries", entries);
        if (entries.size() < found.size()) {
            TouchedLog.At next = found.get(entries.size()).at();
            json.put("next", next.height() + "." + next.index());
        }
        return Reply.json(json);
    }

    private static TouchedLog.At at(String text) {
        String[] parts = text.split("\\.", -1);
        try {
            if (parts.length == 2) {
                return new TouchedLog.At(
                        Long.parseUnsignedLong(parts[0]), Integer.parseUnsignedInt(parts[1]));
            }
        } catch (NumberFormatException e) {
            // answered below
        }
        throw HttpError.badRequest(
                "query parameter from",
                "'" + text + "' is no place in the list",
                "Leave it out to begin, then give what the page before said as next");
    }
}
