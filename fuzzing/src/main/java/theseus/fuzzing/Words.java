package theseus.fuzzing;

import java.util.Random;

/** Texts that programs stumble over. */
final class Words {
    private static final String[] TELLING = {
        "",
        " ",
        "0",
        "-0",
        "-1",
        "1",
        "01",
        "+1",
        "1.5",
        "1e9",
        "1e999999999",
        "NaN",
        "null",
        "true",
        "2147483647",
        "2147483648",
        "4294967296",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "1".repeat(400),
        "9".repeat(20_000),
        "\u0000",
        "\u00e9",
        "\ud83d\ude00",
        "\u0130",
        "%00",
        "%zz",
        "%2e%2e",
        "..",
        "../..",
        "/",
        "\\",
        "a".repeat(9_000),
        "0x10",
        "٣",
        "${x}",
        "\r\n",
        "\t",
        "=",
        "[",
        "{",
        "\"",
        "'",
        ":",
        "::",
        "0:0:0",
        "-1:0:0",
        "1:1:99999999999",
        "2026-02-30",
        "0000-00-00",
        "+999999999-12-31T23:59:59Z",
        "00",
        "0".repeat(64),
        "ff".repeat(32),
        "FF".repeat(32),
        "g".repeat(64)
    };

    private Words() {}

    static String any(Random random) {
        return TELLING[random.nextInt(TELLING.length)];
    }
}
