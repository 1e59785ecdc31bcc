package theseus.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import theseus.fuzzing.Fuzz;
import theseus.fuzzing.Mutator;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/** Round trips of random values, and random damage to their encodings. */
final class WireFuzzTest {
    private static final int ROUNDS = 200;
    private static final int SAMPLES = 16;
    private static final int MUTATIONS = 600;

    static List<WireFormat<?>> formats() {
        return WireFormat.all();
    }

    @ParameterizedTest
    @MethodSource("formats")
    <T> void everyValueComesBack(WireFormat<T> format) {
        for (long seed = 0; seed < ROUNDS; seed++) {
            T value = format.sample().apply(new Samples(seed));
            Bytes encoding = format.encode().apply(value);
            assertEquals(value, format.decode().apply(encoding), "seed " + seed);
            assertEquals(encoding, format.again(encoding), "seed " + seed);
        }
    }

    /** A damaged encoding is refused, or it is the one encoding of another value. */
    @ParameterizedTest
    @MethodSource("formats")
    void damageIsRefusedOrCanonical(WireFormat<?> format) {
        Fuzz.Outcome outcome =
                fuzz("wire-" + format.name(), format::again)
                        .from(samples(format::sampleBytes))
                        .run();
        assertTrue(outcome.tried() > outcome.refused() && outcome.refused() > 0, "" + outcome);
    }

    /** Decoding that a descriptor drives: any schema, and any bytes under it. */
    @Test
    void anyValueUnderAnySchema() {
        fuzz(
                        "schema-and-value",
                        input ->
                                Wire.decode(
                                        input,
                                        in -> {
                                            in.expectArray(2);
                                            Schema schema = Schema.decode(in.bytes());
                                            Object value = SchemaCodec.decode(schema, in.bytes());
                                            return pair(
                                                    schema.encode(),
                                                    SchemaCodec.encode(schema, value));
                                        }))
                .from(
                        samples(
                                samples -> {
                                    Schema schema = samples.schema(4);
                                    return pair(schema.encode(), samples.valueOf(schema));
                                }))
                .rounds(10 * MUTATIONS)
                .run();
    }

    @Test
    void typedRecords() {
        RecordCodec<SchemasTest.Everything> codec = RecordCodec.of(SchemasTest.Everything.class);
        fuzz("record-codec", input -> codec.encode(codec.decode(input)))
                .from(samples(samples -> CodecsTest.everything(samples)))
                .rounds(4 * MUTATIONS)
                .run();
    }

    @Test
    void submissionsOfEitherKind() {
        fuzz("submission", input -> Submission.decode(input).encode())
                .from(samples(it -> it.transaction().encode()))
                .from(samples(it -> it.statement().encode()))
                .rounds(4 * MUTATIONS)
                .run();
    }

    /** Whatever the reader passes over is what the writer would have written. */
    @Test
    void itemsOfAnyShape() {
        Fuzz.of(
                        "cbor-items",
                        input -> {
                            CborReader in = new CborReader(Bytes.of(input));
                            CborWriter out = new CborWriter();
                            copy(input, in, out);
                            in.end();
                            return Optional.of(out.toBytes().toArray());
                        })
                .refusing(MalformedException.class)
                .mutating(Mutator.cbor())
                .from(samples(it -> it.valueOf(it.schema(4))))
                .rounds(4 * MUTATIONS)
                .run();
    }

    private static void copy(byte[] input, CborReader in, CborWriter out) {
        long open = 1;
        while (open-- > 0) {
            int first = in.offset() < input.length ? input[in.offset()] & 0xff : 0xff;
            switch (first >>> 5) {
                case Cbor.UNSIGNED, Cbor.NEGATIVE, Cbor.TAG -> out.bigInteger(in.bigInteger());
                case Cbor.BYTES -> out.bytes(in.bytes());
                case Cbor.TEXT -> out.text(in.text());
                case Cbor.ARRAY -> {
                    int items = in.arrayHeader();
                    out.arrayHeader(items);
                    open += items;
                }
                default -> {
                    if (in.nil()) {
                        out.nil();
                    } else {
                        out.bool(in.bool());
                    }
                }
            }
        }
    }

    @Test
    void probes() {
        List<Probes.Expected> expected =
                List.of(
                        new Probes.Expected.Emits(
                                List.of(new Probes.Emitted("Moved", Bytes.fromHex("8101")))),
                        new Probes.Expected.Refused("NO_FUNDS"));
        Probes valid =
                new Probes(
                        List.of(
                                new Probes.Probe(
                                        "moves what is there",
                                        Bytes.fromHex("8101"),
                                        List.of(
                                                new Probes.Step.Send(
                                                        "anna",
                                                        "Move",
                                                        1,
                                                        Bytes.fromHex("8102"),
                                                        expected.getFirst()),
                                                new Probes.Step.Pass(1_000),
                                                new Probes.Step.Ask(
                                                        "Held",
                                                        Bytes.EMPTY,
                                                        expected.getLast())))));
        fuzz("probes", input -> Probes.decode(input).encode())
                .from(List.of(valid.encode().toArray()))
                .run();
    }

    /** What was not made for it proves nothing, and does not stop who verifies it. */
    @Test
    void damagedProofsAndCertificatesAreVerifiedWithoutHarm() {
        fuzz(
                        "verified-state-proof",
                        input -> {
                            StateProof proof = StateProof.decode(input);
                            assertFalse(proof.verify(Hash.ZERO));
                            return proof.encode();
                        })
                .from(samples(it -> it.proof().encode()))
                .run();
        fuzz(
                        "verified-certificate",
                        input -> {
                            Certificate certificate = Certificate.decode(input);
                            TreeMap<PublicKey, Long> powers = new TreeMap<>();
                            certificate
                                    .attestations()
                                    .forEach(it -> powers.put(it.validator(), 1L));
                            assertFalse(
                                    certificate
                                            .verify(
                                                    certificate.header().chain(),
                                                    new ValidatorSet(powers))
                                            .isCertain());
                            return certificate.encode();
                        })
                .from(samples(it -> it.certificate().encode()))
                .granting(8 << 20, 2_000)
                .rounds(MUTATIONS / 10)
                .run();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void everyPrefixAndEveryTailIsRefused(WireFormat<?> format) {
        Bytes whole = format.sampleBytes(new Samples(3));
        for (int size = 0; size < whole.size(); size++) {
            Bytes prefix = whole.slice(0, size);
            assertThrows(MalformedException.class, () -> format.again(prefix));
        }
        Bytes longer = whole.concat(Bytes.fromHex("00"));
        MalformedException refusal =
                assertThrows(MalformedException.class, () -> format.again(longer));
        assertEquals(Malformed.TRAILING_BYTES, refusal.code());
    }

    private interface Again {
        Bytes of(Bytes encoding);
    }

    private static Fuzz fuzz(String name, Again again) {
        return Fuzz.of(name, input -> Optional.of(again.of(Bytes.of(input)).toArray()))
                .refusing(MalformedException.class)
                .mutating(Mutator.cbor())
                .rounds(MUTATIONS);
    }

    private static List<byte[]> samples(Function<Samples, Bytes> sample) {
        return LongStream.range(0, SAMPLES)
                .mapToObj(seed -> sample.apply(new Samples(seed)).toArray())
                .toList();
    }

    private static Bytes pair(Bytes first, Bytes second) {
        return new CborWriter().arrayHeader(2).bytes(first).bytes(second).toBytes();
    }
}
