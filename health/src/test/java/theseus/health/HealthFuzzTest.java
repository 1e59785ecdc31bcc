package theseus.health;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import theseus.fuzzing.Fuzz;
import theseus.fuzzing.Mutator;
import theseus.protocol.MalformedException;
import theseus.protocol.RecordCodec;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Damaged records, requests and files of a vault are refused, or taken as they stand. */
final class HealthFuzzTest {
    private static final Hash ID = Hash.fromHex("12".repeat(32));

    @TempDir Path directory;

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void resources() {
        Fuzz.of(
                        "fhir",
                        input -> {
                            FhirParser.parse(Bytes.of(input), "line 1");
                            return Optional.empty();
                        })
                .refusing(MalformedRecord.class)
                .mutating(Mutator.json())
                .from(
                        List.of(
                                utf8(
                                        "{\"resourceType\":\"Patient\",\"id\":\"a-1\",\"name\":[{\"family\":\"Müller\"}]}"),
                                utf8(
                                        "{\"resourceType\":\"Observation\",\"id\":\"7\",\"valueQuantity\":{\"value\":1.250,\"unit\":\"mg\"},\"effectiveDateTime\":\"2024-02-29T10:00:00+01:00\"}")))
                // the parser's table of names grows with all names that it ever saw
                .granting(4 << 20, 600)
                .rounds(1_500)
                .run();
    }

    @Test
    void envelopes() {
        byte[] valid =
                new Envelope(
                                Bytes.of(new byte[32]),
                                new theseus.sdk.PublicKey(1, Bytes.of(new byte[32])),
                                Bytes.of(new byte[64]),
                                Bytes.of(utf8("{\"resourceType\":\"Patient\",\"id\":\"1\"}")))
                        .encode();
        Fuzz.of(
                        "envelope",
                        input ->
                                Optional.of(
                                        Envelope.decode(input)
                                                .orElseThrow(
                                                        () -> new MalformedRecord("here", "none"))
                                                .encode()))
                .refusing(MalformedRecord.class)
                .from(List.of(valid))
                .granting(1 << 20, 20)
                .run();
    }

    @Test
    void whatAVaultIsAskedAndAnswers() {
        VaultWire.Reply reply =
                new VaultWire.Reply(
                        7,
                        List.of(
                                new VaultWire.Item.Denied("NO_GRANT", "there is no grant"),
                                new VaultWire.Item.Released(ID, Bytes.EMPTY, Bytes.EMPTY),
                                new VaultWire.Item.Kept(ID)));
        codec("vault-reply", VaultWire.REPLY, reply);
        codec(
                "vault-challenge",
                VaultWire.ISSUED,
                new VaultWire.Issued(ID, Bytes.of(new byte[32])));
    }

    private static <T> void codec(String name, RecordCodec<T> codec, T valid) {
        Fuzz.of(name, in -> Optional.of(codec.encode(codec.decode(Bytes.of(in))).toArray()))
                .refusing(MalformedException.class)
                .mutating(Mutator.cbor())
                .from(List.of(codec.encode(valid).toArray()))
                .run();
    }

    @Test
    void keyRings() throws IOException {
        byte[] valid = ring(3);
        Path file = file();
        Fuzz.of(
                        "key-ring",
                        input -> {
                            Files.write(file, input);
                            KeyRing.open(file);
                            return Optional.empty();
                        })
                .refusing(IOException.class)
                .from(List.of(valid, ring(1)))
                .run();
    }

    private Path file() {
        return directory.resolve(AccountId.fromHex("ab".repeat(32)) + KeyRing.SUFFIX);
    }

    private byte[] ring(int entries) throws IOException {
        Files.deleteIfExists(file());
        KeyRing ring = KeyRing.create(directory, AccountId.fromHex("ab".repeat(32)));
        for (int i = 0; i < entries; i++) {
            Bytes sealed = Bytes.of(new byte[WrappedKey.SIZE_BYTES]);
            Hash id = Hash.fromHex("%02x".formatted(i).repeat(32));
            ring.append(List.of(new Vault.HeldKey(id, new WrappedKey(sealed))));
        }
        return Files.readAllBytes(file());
    }

    @Test
    void linesOfADataSet() {
        Fuzz.of(
                        "lines",
                        input -> {
                            Lines lines = new Lines("file", new ByteArrayInputStream(input));
                            ByteArrayOutputStream out = new ByteArrayOutputStream();
                            for (Bytes line = lines.next(); !line.isEmpty(); line = lines.next()) {
                                out.writeBytes(line.toArray());
                                out.write('\n');
                            }
                            return Optional.empty();
                        })
                .refusing(MalformedRecord.class)
                .mutating(Mutator.lines())
                .from(List.of(utf8("{\"a\":1}\n{\"b\":2}\n{\"c\":3}\n")))
                .granting(4 << 20, 100)
                .run();
    }
}
