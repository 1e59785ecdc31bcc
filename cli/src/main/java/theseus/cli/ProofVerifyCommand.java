package theseus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import theseus.client.UnverifiedException;
import theseus.client.Verifier;
import theseus.protocol.Certificate;
import theseus.protocol.Genesis;
import theseus.protocol.Header;
import theseus.protocol.MalformedException;
import theseus.protocol.StateProof;
import theseus.sdk.Bytes;

/** {@code theseus proof verify}: an answer's proof, offline. */
@Command(
        name = "verify",
        description = {
            "Verify a file that 'theseus query --proof' wrote.",
            "Offline: the certificate of the header by the genesis validators, and each record that was"
                    + " read under the header's state root. What the module computed from those"
                    + " records, the 'result' in the file, is the node's word: compare it with them."
        })
final class ProofVerifyCommand implements Runnable {
    private static final long MAX_BYTES = 64L * 1024 * 1024;

    @Parameters(paramLabel = "FILE", description = "What query --proof wrote.")
    private Path file = Path.of("");

    @Option(
            names = "--genesis",
            required = true,
            paramLabel = "FILE",
            description =
                    "The genesis that you trust: the file genesis.cbor of a node's directory, obtained"
                            + " by a way you trust.")
    private Path genesisFile = Path.of("");

    @Mixin private Output output = new Output();

    @Override
    public void run() {
        Genesis genesis = genesis();
        JsonNode answer = answer();
        try {
            Verifier verifier = new Verifier(genesis);
            Header header = verifier.verify(Certificate.decode(hex(answer, "certificate")));
            List<Map<String, Object>> records = new ArrayList<>();
            for (JsonNode read : answer.path("reads")) {
                StateProof proof = StateProof.decode(hex(read, "proof"));
                verifier.verify(proof, header);
                records.add(plain(proof));
            }
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("verified", true);
            document.put("proven", "the records below; not the result computed from them");
            document.put("chain", verifier.chain().toString());
            document.put("height", header.height());
            document.put("timeMillis", header.timeMillis());
            document.put("stateRoot", header.stateRoot().toString());
            document.put("records", records);
            output.result(document);
        } catch (MalformedException | UnverifiedException e) {
            throw Failure.refused("NOT_PROVEN", "Not proven: " + e.getMessage());
        }
    }

    private static Map<String, Object> plain(StateProof proof) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("instance", proof.table().instance());
        record.put("table", proof.table().table());
        record.put("schema", proof.table().schema());
        record.put("key", proof.key().hex());
        record.put("value", proof.value().map(Bytes::hex).orElse("absent"));
        return record;
    }

    private Genesis genesis() {
        try {
            return Genesis.decode(Bytes.of(bounded(genesisFile)));
        } catch (MalformedException e) {
            throw Failure.usage(genesisFile + " is no genesis: " + e.explanation());
        }
    }

    private JsonNode answer() {
        try {
            return new ObjectMapper().readTree(bounded(file));
        } catch (IOException e) {
            throw Failure.usage(file + " is not what theseus query --proof writes: no JSON");
        }
    }

    private static byte[] bounded(Path path) {
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw Failure.usage(path + " is far too large.");
            }
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw Failure.unavailable("Cannot read " + path + ".");
        }
    }

    private Bytes hex(JsonNode json, String field) {
        try {
            return Bytes.fromHex(json.path(field).asText("?"));
        } catch (IllegalArgumentException e) {
            throw Failure.usage(
                    file
                            + " has no field '"
                            + field
                            + "'; theseus query --proof writes such files.");
        }
    }
}
