package theseus.node;

import static theseus.node.Shape.array;
import static theseus.node.Shape.binary;
import static theseus.node.Shape.integer;
import static theseus.node.Shape.object;
import static theseus.node.Shape.ref;
import static theseus.node.Shape.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import theseus.protocol.Block;
import theseus.protocol.Receipt;
import theseus.sdk.Bytes;

/** Blocks and certificates. */
final class BlockApi {
    private static final int MAX_LIMIT = 100;
    private static final int DEFAULT_LIMIT = 20;
    static final String PRUNED = "This node keeps the header only";

    private final Chain chain;

    BlockApi(Chain chain) {
        this.chain = chain;
    }

    List<Operation> operations() {
        return List.of(
                Operation.get("/v1/blocks", "blocks", "Blocks from a height on, without their ids")
                        .inQuery("from", "First height; by default the last ones", integer())
                        .inQuery("limit", "At most 100; by default 20", integer())
                        .answers(200, "In order", object("blocks", array(ref("Block"))))
                        .handledBy(this::list),
                Operation.get("/v1/blocks/{height}", "block", "A block with its submissions' ids")
                        .inPath("height", "Its height, or latest", text())
                        .answers(200, "The block", ref("Block"))
                        .fails(404, "There is none of that height")
                        .fails(410, PRUNED)
                        .handledBy(this::one),
                Operation.get(
                                "/v1/blocks/{height}/content",
                                "blockContent",
                                "A block as it was decided, to be executed again")
                        .inPath("height", "Its height, or latest", text())
                        .answers(
                                200,
                                "The canonical block: header and submissions",
                                new Operation.Media(Reply.CBOR, binary()))
                        .fails(404, "There is none of that height")
                        .fails(410, PRUNED)
                        .handledBy(this::content),
                Operation.get(
                                "/v1/blocks/{height}/certificate",
                                "certificate",
                                "A block's header with its attestations")
                        .inPath("height", "Its height, or latest", text())
                        .answers(200, "And in canonical CBOR", ref("Certificate"))
                        .fails(404, "There is none of that height")
                        .handledBy(
                                request ->
                                        Reply.json(
                                                Views.certificate(
                                                        chain.block(height(request))
                                                                .certificate()))));
    }

    private Reply list(Request request) {
        long last = chain.application().tip().height();
        int limit = request.number("limit", 1, MAX_LIMIT).orElse((long) DEFAULT_LIMIT).intValue();
        long from = request.number("from", 1, Long.MAX_VALUE).orElse(Math.max(1, last - limit + 1));
        List<Object> blocks = new ArrayList<>();
        for (long height = from; height <= last && blocks.size() < limit; height++) {
            blocks.add(block(chain.block(height)));
        }
        return Reply.json(Map.of("blocks", blocks));
    }

    private Reply one(Request request) {
        long height = height(request);
        BlockStore.Stored stored = chain.whole(height);
        Map<String, Object> json = block(stored);
        List<String> ids = new ArrayList<>(stored.submissions());
        for (int chunk = 0; chunk * BlockStore.CHUNK < stored.submissions(); chunk++) {
            for (Receipt receipt : chain.blocks().receipts(height, chunk)) {
                if (ids.size() < stored.submissions()) {
                    ids.add(receipt.submission().toString());
                }
            }
        }
        json.put("ids", ids);
        return Reply.json(json);
    }

    private Reply content(Request request) {
        long height = height(request);
        BlockStore.Stored stored = chain.whole(height);
        List<Bytes> submissions = new ArrayList<>(stored.submissions());
        for (int chunk = 0; chunk * BlockStore.CHUNK < stored.submissions(); chunk++) {
            submissions.addAll(chain.blocks().submissions(height, chunk));
        }
        Block block = new Block(stored.certificate().header(), submissions);
        return new Reply.Content(200, Reply.CBOR, block.encode().toArray());
    }

    private static Map<String, Object> block(BlockStore.Stored stored) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("header", Views.header(stored.certificate().header()));
        json.put("submissions", stored.submissions());
        json.put("receipts", stored.receipts());
        return json;
    }

    private long height(Request request) {
        if (!request.text("height").equals("latest")) {
            return request.pathNumber("height", 1, Long.MAX_VALUE);
        }
        long last = chain.application().tip().height();
        if (last == 0) {
            throw HttpError.notFound(
                    "NO_BLOCK_YET", "The chain has no block yet", "Ask again in a moment");
        }
        return last;
    }
}
