package theseus.health;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import theseus.client.ChainClient;

/**
 * Searches everything that the chain and the vault keep for everything that could tell who somebody
 * is: files byte for byte, and, since a storage engine may compress its files, all blocks,
 * transactions, receipts and records as the node decodes them. Then shows that the search can find.
 */
final class PersonalDataCheck {
    private static final int PAGE = 100;

    private final VoyageConfig config;
    private final ChainClient chain;
    private final PersonalData personal;
    private final Narrator narrator;
    private long submissions;

    PersonalDataCheck(
            VoyageConfig config, ChainClient chain, PersonalData personal, Narrator narrator) {
        this.config = config;
        this.chain = chain;
        this.personal = personal;
        this.narrator = narrator;
    }

    /** Transactions and statements in all blocks. */
    long submissions() {
        return submissions;
    }

    /** How often anything was found. */
    long run(List<Intake.Aboard> aboard) {
        narrator.chapter("Is anybody's name in there?");
        FileSearch files = new FileSearch(personal.patterns());
        files.search(config.dataDirectory());
        files.search(config.vaultDirectory());
        DecodedSearch decoded = new DecodedSearch(personal.patterns());
        long height = chain.status().height();
        decoded.blocks(chain, height);
        for (Intake.Aboard each : aboard) {
            for (String institution : each.wallet().institutions()) {
                state(decoded, each.wallet().pseudonym(institution).toString());
            }
        }
        submissions = decoded.submissions();
        long hits = files.hits() + decoded.hits();
        narrator.line(
                "Searched for %,d names, dates, addresses, numbers and identifiers of the input"
                        .formatted(personal.patterns().size()));
        narrator.line(
                "in %,d files of chain and vault (%.0f MB), and in %,d blocks with %,d transactions, their receipts"
                        .formatted(files.files(), files.bytes() / 1e6, height, submissions));
        narrator.line(
                "and the records they left, decoded (%.0f MB): %d found."
                        .formatted(decoded.bytes() / 1e6, hits));
        planted();
        return hits;
    }

    private void state(DecodedSearch search, String pseudonym) {
        for (String[] query :
                new String[][] {{Tables.RECORDS, "RecordsOf"}, {Tables.CONSENT, "GrantsOf"}}) {
            Optional<String> after = Optional.empty();
            while (true) {
                var body = JsonNodeFactory.instance.objectNode();
                body.put("patient", pseudonym);
                after.ifPresentOrElse(id -> body.put("after", id), () -> body.putNull("after"));
                body.put("limit", PAGE);
                var answer = chain.query(query[0], query[1], body).path("result");
                search.search(answer);
                var listed = answer.elements().hasNext() ? answer.elements().next() : answer;
                if (listed.size() < PAGE) {
                    break;
                }
                var last = listed.get(listed.size() - 1);
                after =
                        Optional.of(
                                last.hasNonNull("recordId")
                                        ? last.get("recordId").asText()
                                        : last.path("grantId").asText());
            }
        }
        search.search(
                chain.query(
                                Tables.AUDIT,
                                "AuditOf",
                                Map.of("patient", pseudonym, "from", 1, "limit", PAGE))
                        .path("result"));
    }

    /** Plants a name in a copy of a file, and in a block's text, and expects to find both. */
    private void planted() {
        String name =
                personal.names().stream()
                        .filter(each -> each.length() >= PatternSet.PREFIX_BYTES)
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("the input has no names"));
        try {
            Path scratch = Files.createTempDirectory("theseus-planted");
            Path copy = scratch.resolve("copy");
            byte[] content = Files.readAllBytes(anyFile(config.vaultDirectory()));
            byte[] hidden = Digests.utf8(name);
            System.arraycopy(hidden, 0, content, content.length / 3, hidden.length);
            Files.write(copy, content);
            FileSearch files = new FileSearch(personal.patterns());
            files.search(scratch);
            Files.delete(copy);
            Files.delete(scratch);
            DecodedSearch decoded = new DecodedSearch(personal.patterns());
            decoded.search(
                    JsonNodeFactory.instance.textNode(
                            "00" + HexFormat.of().formatHex(hidden) + "ff"));
            if (files.hits() < 1 || decoded.hits() < 1) {
                throw new IllegalStateException("the search does not find what was planted");
            }
            narrator.line(
                    "To be sure that the search works, '%s' was planted in a copy of a ciphertext and of a transaction:"
                            .formatted(name));
            narrator.line("found in both.");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot plant a name", e);
        }
    }

    private static Path anyFile(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("ciphertexts"))) {
            return files.filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() -> new IOException(root + " has no ciphertext"));
        }
    }
}
