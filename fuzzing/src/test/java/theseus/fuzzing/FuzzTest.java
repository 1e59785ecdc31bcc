package theseus.fuzzing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The kit finds what it is there to find. */
final class FuzzTest {
    private static final byte[] CBOR = HexFormat.of().parseHex("8301420102826161f6");
    private static final byte[] JSON =
            "{\"a\":[1,\"two\"],\"b\":{}}".getBytes(StandardCharsets.UTF_8);

    private static void finds(String what, Fuzz fuzz) {
        AssertionError found = assertThrows(AssertionError.class, fuzz::run);
        assertTrue(found.getMessage().contains(what), found.getMessage());
    }

    private static Fuzz planted(Fuzz.Decoder decoder) {
        return Fuzz.of("planted", decoder)
                .refusing(IllegalArgumentException.class)
                .mutating(Mutator.cbor())
                .from(List.of(CBOR))
                .rounds(5_000);
    }

    @Test
    void findsAnotherException() {
        finds(
                "throws java.lang.ArrayIndexOutOfBounds",
                planted(input -> Optional.of(new byte[] {input[8]}).map(_ -> input)));
    }

    @Test
    void findsARefusalWithoutASentence() {
        finds(
                "without a sentence",
                planted(
                        input -> {
                            if (input[0] != CBOR[0]) {
                                throw new IllegalArgumentException("no");
                            }
                            return Optional.empty();
                        }));
    }

    @Test
    void findsASecondEncoding() {
        finds(
                "encodes to other bytes",
                planted(input -> CborItem.parse(input).map(_ -> input.length == 9 ? CBOR : input)));
    }

    @Test
    void findsDeepRecursion() {
        finds(
                "StackOverflowError",
                planted(input -> Optional.of(descend(input, 0) < 0 ? CBOR : input)));
    }

    private static int descend(byte[] input, int at) {
        return at < input.length && input[at] == (byte) 0x81
                ? descend(input, at + 1) + 1
                : at < input.length - 1 && at < 9 ? descend(input, at + 1) : 0;
    }

    @Test
    void findsWhatIsReservedForAnAnnouncedCount() {
        finds(
                "allocates",
                planted(
                        input -> {
                            CborItem item = CborItem.parse(input).orElse(CborItem.integer(0));
                            boolean isLarge = item.inside.stream().anyMatch(i -> i.argument > 1e6);
                            return Optional.of(new byte[isLarge ? 100_000_000 : 9]).map(_ -> input);
                        }));
    }

    @Test
    void valuesThatAreParsedAreWrittenAsTheyWere() {
        assertArrayEquals(CBOR, CborItem.parse(CBOR).orElseThrow().encode());
    }

    @Test
    void everythingComesFromTheSeed() {
        for (Mutator mutator : List.of(Mutator.cbor(), Mutator.json(), Mutator.lines())) {
            for (int seed = 0; seed < 300; seed++) {
                byte[] once = mutator.mutate(JSON, CBOR, new java.util.Random(seed));
                assertArrayEquals(once, mutator.mutate(JSON, CBOR, new java.util.Random(seed)));
            }
        }
    }
}
