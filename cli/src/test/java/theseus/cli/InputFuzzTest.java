package theseus.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import theseus.fuzzing.Fuzz;
import theseus.fuzzing.Mutator;

/** Damaged files that are handed to commands end in a sentence, never in a stack trace. */
final class InputFuzzTest {
    private static final int ROUNDS = 500;

    @TempDir Path directory;

    private interface Reading {
        void read(Path file) throws Exception;
    }

    private void fuzz(String name, String valid, Reading reading) {
        of(name, reading).from(List.of(valid.getBytes(StandardCharsets.UTF_8))).run();
    }

    private Fuzz of(String name, Reading reading) {
        Path file = directory.resolve(name + ".json");
        return Fuzz.of(
                        name,
                        input -> {
                            reading.read(Files.write(file, input));
                            return Optional.empty();
                        })
                .refusing(Failure.class)
                .mutating(Mutator.json())
                .granting(16 << 20, 800)
                .rounds(ROUNDS);
    }

    @Test
    void schedules() throws Exception {
        String valid = json(Schedules.plain(Schedules.named("demo", false, false)));
        fuzz("schedule", valid, file -> Schedules.named(file.toString(), false, false));
    }

    @Test
    void declarations() {
        String valid =
                """
                [{"message":{"instance":"consent","message":"Grant"},"respect":"OUTCOME",
                "subject":"PURPOSE_MISSING","reason":"research must say what for"}]""";
        fuzz(
                "declarations",
                valid,
                file -> {
                    DeclarationOptions options = new DeclarationOptions();
                    new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(options))
                            .parseArgs("--declarations", file.toString());
                    options.read();
                });
    }

    @Test
    void keys() throws Exception {
        KeyStore keys = new KeyStore(directory);
        keys.create("alice", "a long passphrase".toCharArray());
        Path stored = directory.resolve("alice.key.json");
        String valid = Files.readString(stored);
        fuzz(
                "key-file",
                valid,
                file -> {
                    Files.write(stored, Files.readAllBytes(file));
                    keys.find("alice").id();
                });
    }

    @Test
    void reports() {
        of("report", ReportFile::read)
                .beside(
                        List.of(
                                "{\"format\":\"theseus/assessment/1\",\"assessment\":{\"rehearsed\":{}},\"measured\":{}}"
                                        .getBytes(StandardCharsets.UTF_8)))
                .run();
    }

    @Test
    void proofs() throws Exception {
        Path genesis = Files.write(directory.resolve("genesis.cbor"), new byte[] {0});
        of("proof-file", file -> verify(file, genesis))
                .beside(
                        List.of(
                                "{\"certificate\":\"8200\",\"reads\":[{\"proof\":\"80\"}]}"
                                        .getBytes(StandardCharsets.UTF_8)))
                .run();
        Path answer = Files.writeString(directory.resolve("answer.json"), "{}");
        of("trusted-genesis", file -> verify(answer, file))
                .mutating(Mutator.cbor())
                .beside(List.of(new byte[] {(byte) 0x86, 0, 0, 0, 0, 0, 0}))
                .run();
    }

    private static void verify(Path file, Path genesis) {
        ProofVerifyCommand command = new ProofVerifyCommand();
        new CommandLine(command).parseArgs(file.toString(), "--genesis", genesis.toString());
        command.run();
    }

    private static String json(Object value) throws Exception {
        return new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(value);
    }
}
