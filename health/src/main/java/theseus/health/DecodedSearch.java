package theseus.health;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import java.util.regex.Pattern;
import theseus.client.ChainClient;

/**
 * Searches what a chain holds as its node tells it: blocks with their submissions and receipts, and
 * answers to queries. Bytes come as hexadecimal text and are searched as bytes, so that what a
 * storage engine compressed on disk is seen here as it is.
 */
final class DecodedSearch {
    private static final Pattern HEX = Pattern.compile("([0-9a-f]{2}){6,}");

    private final PatternSet patterns;
    private long bytes;
    private long hits;
    private long submissions;

    DecodedSearch(PatternSet patterns) {
        this.patterns = patterns;
    }

    long bytes() {
        return bytes;
    }

    long hits() {
        return hits;
    }

    /** Transactions and statements in the blocks searched. */
    long submissions() {
        return submissions;
    }

    void blocks(ChainClient chain, long lastHeight) {
        for (long height = 1; height <= lastHeight; height++) {
            JsonNode block = chain.get("/v1/blocks/" + height);
            submissions += block.path("submissions").asLong();
            search(block);
            for (JsonNode id : block.path("ids")) {
                search(chain.get("/v1/transactions/" + id.asText()));
            }
        }
    }

    void search(JsonNode node) {
        if (node.isTextual()) {
            String text = node.textValue();
            search(Digests.utf8(text));
            if (HEX.matcher(text).matches()) {
                search(HexFormat.of().parseHex(text));
            }
        }
        node.forEach(this::search);
    }

    private void search(byte[] content) {
        bytes += content.length;
        hits += patterns.search(content, _ -> {});
    }
}
