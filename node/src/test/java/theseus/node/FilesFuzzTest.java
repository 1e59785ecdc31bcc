package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import theseus.client.Access;
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
    private static final String SECRET = "theseus_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";

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

    /** What is taken is written as it was read; what is refused does not say what it read. */
    @Test
    void tokens() throws Exception {
        AccessToken reader = AccessToken.of("reader", Set.of(Right.READ), "theseus_a");
        AccessToken all = AccessToken.of("all-of-it", EnumSet.allOf(Right.class), SECRET);
        String text = "# who may\n\n" + reader.line() + "\n" + all.line() + "\n";
        Path file = Certificates.own(directory.resolve("tokens"), text);
        String exposed = "all-of-it read " + SECRET + "\n" + SECRET + " read,submit 00";
        Fuzz.of(
                        "tokens",
                        input -> {
                            List<AccessToken> read = TokenFile.read(Files.write(file, input));
                            for (AccessToken one : read) {
                                assertEquals(one, AccessToken.parse(one.line()));
                            }
                            return Optional.empty();
                        })
                .refusing(FilesFuzzTest::withoutASecret)
                .mutating(Mutator.lines())
                .from(List.of(text.getBytes(StandardCharsets.UTF_8)))
                .beside(List.of(exposed.getBytes(StandardCharsets.UTF_8)))
                .granting(4 << 20, 400)
                .rounds(200)
                .run();
    }

    private static Optional<String> withoutASecret(Throwable thrown) {
        return Optional.ofNullable(thrown.getMessage())
                .filter(_ -> thrown instanceof NodeException)
                .filter(text -> !text.contains(SECRET));
    }

    /** As a node shows them, and as a client is told to trust them. */
    @Test
    void certificatesAndKeys() throws Exception {
        // numbers of RSA take their time
        boolean isLong = Boolean.getBoolean("theseus.long");
        for (String algorithm : isLong ? List.of("EC", "RSA") : List.of("EC")) {
            Certificates right = Certificates.make(directory, algorithm, 30);
            byte[] certificate = Files.readAllBytes(right.certificate());
            byte[] key = Files.readAllBytes(right.key());
            Path damaged = Certificates.own(directory.resolve("damaged"), "");
            pem(
                            "tls-certificate-" + algorithm,
                            input -> TlsIdentity.read(Files.write(damaged, input), right.key()))
                    .refusing(NodeException.class)
                    .from(List.of(certificate))
                    .beside(List.of(key))
                    .run();
            pem(
                            "tls-key-" + algorithm,
                            input ->
                                    TlsIdentity.read(
                                            right.certificate(), Files.write(damaged, input)))
                    .refusing(NodeException.class)
                    .from(List.of(key))
                    .beside(List.of(certificate))
                    .run();
            pem("trusted-" + algorithm, input -> Access.OPEN.trusting(Files.write(damaged, input)))
                    .refusing(IllegalArgumentException.class)
                    .from(List.of(certificate))
                    .run();
        }
    }

    private interface Reading {
        void read(byte[] input) throws Exception;
    }

    private static Fuzz pem(String name, Reading reading) {
        return Fuzz.of(
                        name,
                        input -> {
                            reading.read(input);
                            return Optional.empty();
                        })
                .mutating(new PemMutator())
                .granting(16 << 20, 1_000)
                .rounds(80);
    }

    private static Statement statement(ValidatorGuard guard, Body body) {
        return new Statement(Hash.ZERO, guard.publicKey(), 0, 0, Hash.ZERO, body, Bytes.EMPTY);
    }
}
