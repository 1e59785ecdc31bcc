package theseus.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import theseus.sdk.Bytes;

/** RFC 8949: appendix A for what is used here, §4.2 for what is refused. */
final class CborTest {
    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "1, 01",
        "10, 0a",
        "23, 17",
        "24, 1818",
        "25, 1819",
        "100, 1864",
        "1000, 1903e8",
        "1000000, 1a000f4240",
        "1000000000000, 1b000000e8d4a51000",
        "-1, 20",
        "-10, 29",
        "-100, 3863",
        "-1000, 3903e7",
        "255, 18ff",
        "256, 190100",
        "65535, 19ffff",
        "65536, 1a00010000",
        "4294967295, 1affffffff",
        "4294967296, 1b0000000100000000",
        "9223372036854775807, 1b7fffffffffffffff",
        "-9223372036854775808, 3b7fffffffffffffff",
    })
    void integers(long value, String hex) {
        assertEquals(hex, written(out -> out.integer(value)));
        assertEquals(hex, written(out -> out.bigInteger(BigInteger.valueOf(value))));
        assertEquals(value, integer(hex, 64));
        assertEquals(BigInteger.valueOf(value), read(hex, CborReader::bigInteger));
    }

    @ParameterizedTest
    @CsvSource({
        "18446744073709551615, 1bffffffffffffffff",
        "18446744073709551616, c249010000000000000000",
        "-18446744073709551616, 3bffffffffffffffff",
        "-18446744073709551617, c349010000000000000000",
    })
    void bigIntegers(BigInteger value, String hex) {
        assertEquals(hex, written(out -> out.bigInteger(value)));
        assertEquals(value, read(hex, CborReader::bigInteger));
        refused(hex, in -> in.integer(64));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 60",
        "a, 6161",
        "IETF, 6449455446",
        "'\"\\', 62225c",
        "\u00fc, 62c3bc",
        "\u6c34, 63e6b0b4",
        "\ud800\udd51, 64f0908591",
        "\ufffd, 63efbfbd",
    })
    void texts(String value, String hex) {
        assertEquals(hex, written(out -> out.text(value)));
        assertEquals(value, read(hex, CborReader::text));
    }

    @Test
    void theRest() {
        assertEquals("f4", written(out -> out.bool(false)));
        assertEquals("f5", written(out -> out.bool(true)));
        assertEquals("f6", written(CborWriter::nil));
        assertEquals("40", written(out -> out.bytes(Bytes.EMPTY)));
        assertEquals("4401020304", written(out -> out.bytes(Bytes.fromHex("01020304"))));
        assertEquals("80", written(out -> out.arrayHeader(0)));
        assertEquals(
                "8301820203820405",
                written(
                        out -> {
                            out.arrayHeader(3).integer(1).arrayHeader(2).integer(2).integer(3);
                            out.arrayHeader(2).integer(4).integer(5);
                        }));
        assertEquals("9818", written(out -> out.arrayHeader(24)));
        assertTrue(read("f6", CborReader::nil));
        assertTrue(read("f5", CborReader::bool));
        assertFalse(read("f4", CborReader::bool));
        assertFalse(new CborReader(Bytes.fromHex("00")).nil());
        assertEquals(Bytes.fromHex("01020304"), read("4401020304", CborReader::bytes));
    }

    @ParameterizedTest
    @CsvSource({
        // Longer heads than needed.
        "1800, NOT_CANONICAL",
        "1817, NOT_CANONICAL",
        "190017, NOT_CANONICAL",
        "1900ff, NOT_CANONICAL",
        "1a0000ffff, NOT_CANONICAL",
        "1b00000000ffffffff, NOT_CANONICAL",
        "3817, NOT_CANONICAL",
        "3900ff, NOT_CANONICAL",
        // Bignums that are none.
        "c240, NOT_CANONICAL",
        "c24101, NOT_CANONICAL",
        "c248ffffffffffffffff, NOT_CANONICAL",
        "c24a00010000000000000000, NOT_CANONICAL",
        "c348ffffffffffffffff, NOT_CANONICAL",
        "c25f4101ff, NOT_CANONICAL",
        "c100, WRONG_TYPE",
        "d81801, WRONG_TYPE",
        // Reserved and indefinite.
        "1c, NOT_CANONICAL",
        "1f, NOT_CANONICAL",
        "3f, NOT_CANONICAL",
        // Other types.
        "40, WRONG_TYPE",
        "60, WRONG_TYPE",
        "80, WRONG_TYPE",
        "a0, WRONG_TYPE",
        "f4, WRONG_TYPE",
        "f6, WRONG_TYPE",
        "f90000, WRONG_TYPE",
        "fb3ff0000000000000, WRONG_TYPE",
        // Cut off.
        "'', TRUNCATED",
        "18, TRUNCATED",
        "19ff, TRUNCATED",
        "1affffff, TRUNCATED",
        "1b01020304050607, TRUNCATED",
        "c2, TRUNCATED",
        "c2490100, TRUNCATED",
        // Something after the end.
        "0000, TRAILING_BYTES",
    })
    void integersInAnyOtherForm(String hex, String code) {
        assertEquals(code, refused(hex, CborReader::bigInteger).code());
    }

    @ParameterizedTest
    @CsvSource({
        "6180, BAD_TEXT",
        "62c080, BAD_TEXT",
        "63eda080, BAD_TEXT",
        "64f4908080, BAD_TEXT",
        "61c3, BAD_TEXT",
        "6662efbfbdc328, BAD_TEXT",
        "7800, NOT_CANONICAL",
        "7f6161ff, NOT_CANONICAL",
        "62c3, TRUNCATED",
        "7affffffff, TRUNCATED",
        "7bffffffffffffffff, TRUNCATED",
        "4161, WRONG_TYPE",
    })
    void textsInAnyOtherForm(String hex, String code) {
        assertEquals(code, refused(hex, CborReader::text).code());
    }

    @ParameterizedTest
    @CsvSource({
        "5800, NOT_CANONICAL",
        "5f4101ff, NOT_CANONICAL",
        "4101ff, TRAILING_BYTES",
        "5affffffff, TRUNCATED",
        "5b8000000000000000, TRUNCATED",
    })
    void bytesInAnyOtherForm(String hex, String code) {
        assertEquals(code, refused(hex, CborReader::bytes).code());
    }

    @ParameterizedTest
    @CsvSource({
        "9800, NOT_CANONICAL",
        "9fff, NOT_CANONICAL",
        "81, TRUNCATED",
        "9affffffff, TRUNCATED",
        "9bffffffffffffffff, TRUNCATED",
        "a0, WRONG_TYPE",
    })
    void arraysInAnyOtherForm(String hex, String code) {
        assertEquals(code, refused(hex, CborReader::arrayHeader).code());
    }

    @Test
    void boundsAreKept() {
        assertEquals(Malformed.OUT_OF_RANGE, refused("1a80000000", in -> in.integer(32)).code());
        assertEquals(Malformed.OUT_OF_RANGE, refused("3a80000000", in -> in.integer(32)).code());
        assertEquals(Integer.MIN_VALUE, integer("3a7fffffff", 32));
        assertEquals(Malformed.OUT_OF_RANGE, refused("03", in -> in.position(3)).code());
        assertEquals(Integer.valueOf(2), read("02", in -> in.position(3)));
        assertEquals(Malformed.OUT_OF_RANGE, refused("820102", in -> in.arrayHeader(1)).code());
        assertEquals(Malformed.OUT_OF_RANGE, refused("4101", in -> in.bytes(2)).code());
        BigInteger huge = BigInteger.ONE.shiftLeft(Limits.MAX_BIG_INTEGER_BYTES * 8);
        assertThrows(MalformedException.class, () -> new CborWriter().bigInteger(huge));
        BigInteger largest = huge.subtract(BigInteger.ONE);
        assertEquals(
                largest, read(written(out -> out.bigInteger(largest)), CborReader::bigInteger));
        BigInteger smallest = largest.not();
        assertEquals(
                smallest, read(written(out -> out.bigInteger(smallest)), CborReader::bigInteger));
        refused("c2590201" + "ff".repeat(513), CborReader::bigInteger);
    }

    @Test
    void halfASurrogatePairIsNoText() {
        assertThrows(MalformedException.class, () -> new CborWriter().text("a\ud800"));
        assertThrows(MalformedException.class, () -> new CborWriter().text("\udc00\ud800"));
        assertThrows(MalformedException.class, () -> new CborWriter().text("\ud800x"));
    }

    @Test
    void explanationsNameTheByte() {
        CborReader in = new CborReader(Bytes.fromHex("8201a0"));
        in.expectArray(2);
        in.integer(64);
        MalformedException refusal = assertThrows(MalformedException.class, () -> in.integer(64));
        assertEquals("at byte 2: a map stands where an integer should", refusal.explanation());
    }

    @Test
    void anythingBetweenTheEndsOfAWriterIsKept() {
        CborWriter out = new CborWriter(16);
        Bytes large = Bytes.of(new byte[100_000]);
        out.arrayHeader(3).bytes(large).text("x".repeat(70_000)).encoded(Bytes.fromHex("f6"));
        CborReader in = new CborReader(out.toBytes());
        in.expectArray(3);
        assertEquals(large, in.bytes());
        assertEquals(70_000, in.text().length());
        assertTrue(in.nil());
        in.end();
        assertEquals("01", out.reset().integer(1).toBytes().hex());
    }

    private static String written(Consumer<CborWriter> write) {
        CborWriter out = new CborWriter();
        write.accept(out);
        return out.toBytes().hex();
    }

    private static long integer(String hex, int bits) {
        return read(hex, in -> in.integer(bits));
    }

    private static <T> T read(String hex, Function<CborReader, T> read) {
        CborReader in = new CborReader(Bytes.fromHex(hex));
        T value = read.apply(in);
        in.end();
        return value;
    }

    private static MalformedException refused(String hex, Function<CborReader, ?> read) {
        return assertThrows(MalformedException.class, () -> read(hex, read));
    }
}
