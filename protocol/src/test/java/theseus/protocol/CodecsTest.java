package theseus.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import theseus.protocol.SchemasTest.Color;
import theseus.protocol.SchemasTest.Everything;
import theseus.protocol.SchemasTest.Figure;
import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/** Typed records, plain values and the hand-written wire codecs are one encoding. */
final class CodecsTest {
    private static final int ROUNDS = 500;

    private static final Everything EVERYTHING =
            new Everything(
                    true,
                    -5,
                    1L << 40,
                    BigInteger.TWO.pow(70),
                    "Grüße",
                    Bytes.fromHex("c0ffee"),
                    AccountId.fromHex("11".repeat(32)),
                    Hash.fromHex("22".repeat(32)),
                    Color.GREEN,
                    new Figure.Circle(3),
                    new PublicKey(1, Bytes.fromHex("0a")),
                    List.of(new Figure.Dot(), new Figure.Circle(-1)),
                    Optional.empty());

    @Test
    void plainValuesAreWhatJsonWouldHold() {
        Bytes encoding = RecordCodec.of(Everything.class).encode(EVERYTHING);
        Schema schema = Schemas.of(Everything.class);
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("flag", true);
        expected.put("small", -5L);
        expected.put("large", 1L << 40);
        expected.put("huge", BigInteger.TWO.pow(70));
        expected.put("text", "Grüße");
        expected.put("bytes", "c0ffee");
        expected.put("account", "11".repeat(32));
        expected.put("hash", "22".repeat(32));
        expected.put("color", "GREEN");
        expected.put("figure", Map.of("case", "Circle", "radius", 3L));
        expected.put("key", Map.of("algorithm", 1L, "bytes", "0a"));
        expected.put(
                "figures", List.of(Map.of("case", "Dot"), Map.of("case", "Circle", "radius", -1L)));
        expected.put("colors", null);
        assertEquals(expected, SchemaCodec.decode(schema, encoding));
        assertEquals(encoding, SchemaCodec.encode(schema, expected));
        // As a JSON parser, or a careful JavaScript, would give it.
        expected.put("small", -5);
        expected.put("large", "1099511627776");
        expected.put("huge", "1180591620717411303424");
        expected.remove("colors");
        assertEquals(encoding, SchemaCodec.encode(schema, expected));
        assertEquals(EVERYTHING, RecordCodec.of(Everything.class).decode(encoding));
    }

    @Test
    void typedAndPlainAgreeOnRandomValues() {
        RecordCodec<Everything> typed = RecordCodec.of(Everything.class);
        for (long seed = 0; seed < ROUNDS; seed++) {
            Bytes encoding = new Samples(seed).valueOf(withoutKey(typed.schema()));
            Bytes whole = withKey(encoding);
            assertEquals(whole, typed.encode(typed.decode(whole)), "seed " + seed);
            Object plain = SchemaCodec.decode(typed.schema(), whole);
            assertEquals(whole, SchemaCodec.encode(typed.schema(), plain), "seed " + seed);
        }
    }

    @Test
    void everySchemaCarriesItsValues() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Samples samples = new Samples(seed);
            Schema schema = samples.schema(5);
            Bytes encoding = samples.valueOf(schema);
            Object plain = SchemaCodec.decode(schema, encoding);
            assertEquals(encoding, SchemaCodec.encode(schema, plain), "seed " + seed);
        }
    }

    @Test
    void wireCodecsAreThoseOfOrdinaryRecords() {
        same(Message.class, Samples::message, Message::encode);
        same(Witness.class, Samples::witness, Witness::encode);
        same(AccountKeys.class, Samples::accountKeys, Accounts::encode);
        same(Header.class, Samples::header, Header::encode);
        same(Attestation.class, Samples::attestation, Attestation::encode);
        same(Certificate.class, Samples::certificate, Certificate::encode);
        same(Block.class, Samples::block, Block::encode);
        same(EventRecord.class, Samples::event, EventRecord::encode);
        same(Receipt.class, Samples::receipt, Receipt::encode);
        same(TableId.class, Samples::table, TableId::encode);
        same(StateProof.class, Samples::proof, StateProof::encode);
        same(Genesis.class, Samples::genesis, Genesis::encode);
        RecordCodec<Submission> submissions = RecordCodec.of(Submission.class);
        for (long seed = 0; seed < 50; seed++) {
            Submission transaction = new Samples(seed).transaction();
            assertEquals(submissions.encode(transaction), transaction.encode());
            Submission statement = new Samples(seed).statement();
            assertEquals(submissions.encode(statement), statement.encode());
        }
    }

    private static <T> void same(
            Class<T> type, Function<Samples, T> sample, Function<T, Bytes> encode) {
        RecordCodec<T> codec = RecordCodec.of(type);
        for (long seed = 0; seed < 50; seed++) {
            T value = sample.apply(new Samples(seed));
            Bytes encoding = encode.apply(value);
            assertEquals(codec.encode(value), encoding, type + ", seed " + seed);
            assertEquals(value, codec.decode(encoding), type + ", seed " + seed);
        }
    }

    record Positive(long amount) {
        Positive {
            if (amount <= 0) {
                throw new IllegalArgumentException("an amount of " + amount);
            }
        }
    }

    @Test
    void whatAConstructorRefusesIsMalformed() {
        MalformedException refusal =
                assertThrows(
                        MalformedException.class,
                        () -> RecordCodec.of(Positive.class).decode(Bytes.fromHex("8100")));
        assertEquals(Malformed.INVALID, refusal.code());
        assertTrue(refusal.explanation().contains("an amount of 0"), refusal.explanation());
    }

    @Test
    void wrongPlainValuesAreExplained() {
        Schema schema = Schemas.of(Positive.class);
        refused(schema, Map.of("amount", "many"), "amount: expected an integer, got \"many\"");
        refused(schema, Map.of(), "amount is missing in Positive");
        refused(
                schema,
                Map.of("amount", 1, "colour", 2),
                "colour is no field of Positive; its fields are amount");
        refused(schema, List.of(), "expected an object, got []");
        refused(schema, Map.of("amount", 1.5), "amount: expected an integer, got 1.5");
        refused(
                schema,
                Map.of("amount", "9223372036854775808"),
                "amount: an integer that does not fit 64 bits");
        Schema color = Schemas.of(Color.class);
        refused(color, "BLUE", "expected one of RED, GREEN, got \"BLUE\"");
        Schema list = new Schema.ListOf(new Schema.Digest());
        refused(list, List.of("00"), "[0]: expected 64 hexadecimal digits, got \"00\"");
        refused(list, Arrays.asList((Object) null), "[0]: expected hexadecimal digits, got null");
        Schema figure = Schemas.of(Figure.class);
        refused(figure, Map.of("radius", 1), "case: expected one of Dot, Circle, got null");
        refused(
                figure,
                Map.of("case", "Dot", "radius", 1),
                "radius is no field of Dot; its fields are ");
    }

    private static void refused(Schema schema, Object plain, String explanation) {
        MalformedException refusal =
                assertThrows(MalformedException.class, () -> SchemaCodec.encode(schema, plain));
        assertEquals(explanation, refusal.explanation());
    }

    /** A random value with everything in it. */
    static Bytes everything(Samples samples) {
        return withKey(samples.valueOf(withoutKey(Schemas.of(Everything.class))));
    }

    /** A public key of random bytes would mostly be refused by its constructor. */
    private static Schema withoutKey(Schema schema) {
        Schema.Structure everything = (Schema.Structure) schema;
        return new Schema.Structure(
                "Everything",
                everything.fields().stream().filter(it -> !it.name().equals("key")).toList());
    }

    private static Bytes withKey(Bytes encoding) {
        Schema.Structure everything = (Schema.Structure) Schemas.of(Everything.class);
        @SuppressWarnings("unchecked")
        Map<String, Object> fields =
                (Map<String, Object>) SchemaCodec.decode(withoutKey(everything), encoding);
        fields.put("key", Map.of("algorithm", 2, "bytes", "00ff"));
        return SchemaCodec.encode(everything, fields);
    }
}
