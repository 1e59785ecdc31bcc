package theseus.node;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import theseus.fuzzing.Fuzz;
import theseus.fuzzing.Mutator;
import theseus.protocol.Statement;
import theseus.protocol.Statement.Body;
import theseus.protocol.Tally;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Damaged files of a node: each is used as it stands, or refused with a code and a sentence. */
final class FilesFuzzTest {
    private static final Hash PLAN = Hash.fromHex("ab".repeat(32));
    private static final Bytes TALLY = Tally.EMPTY.encode();

    @TempDir Path directory;

    @Test
    void configurations() {
        String text =
                """
                # a node
                directory = elsewhere
                storage = memory
                http.port = 5_000
                http.maxRequests = 64
                engine.heartbeatMillis = 250
                """;
        Fuzz.of(
                        "configuration",
                        input -> {
                            NodeConfig.read(Files.write(directory.resolve("node.conf"), input));
                            return Optional.empty();
                        })
                .refusing(NodeException.class)
                .mutating(Mutator.lines())
                .from(List.of(text.getBytes(StandardCharsets.UTF_8)))
                .granting(4 << 20, 400)
                .rounds(500)
                .run();
    }

    /** Under a checksum that is right, as only somebody who means it would write it. */
    @Test
    void statementsUnderAChecksum() throws Exception {
        Path key = directory.resolve("guard");
        ValidatorGuard.create(key);
        Path folder = Files.createDirectory(directory.resolve("statements"));
        try (ValidatorGuard guard = ValidatorGuard.open(TestChain.ISSUER, key, false)) {
            StatementBook book = new StatementBook(folder, guard, false);
            book.sign(statement(guard, new Body.Trip(PLAN, "it is wrong")));
            book.sign(statement(guard, new Body.Report(PLAN, 7, Hash.ZERO, true, TALLY)));
            Path file = folder.resolve(PLAN.toString());
            byte[] valid = Sealed.open(Files.readAllBytes(file));
            Fuzz.of(
                            "statement-book",
                            input -> {
                                Files.write(file, Sealed.seal(input));
                                book.trip(PLAN);
                                book.lastReport(PLAN);
                                return Optional.empty();
                            })
                    .refusing(NodeException.class)
                    .mutating(Mutator.cbor())
                    .from(List.of(valid))
                    .run();
        }
    }

    private static Statement statement(ValidatorGuard guard, Body body) {
        return new Statement(Hash.ZERO, guard.publicKey(), 0, 0, Hash.ZERO, body, Bytes.EMPTY);
    }
}
