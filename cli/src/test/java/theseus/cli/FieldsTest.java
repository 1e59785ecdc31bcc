package theseus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import theseus.protocol.Schema;

final class FieldsTest {
    private static final Schema.Structure TRANSFER =
            new Schema.Structure(
                    "Transfer",
                    List.of(
                            new Schema.Field("to", new Schema.Account()),
                            new Schema.Field("amount", new Schema.Int(64)),
                            new Schema.Field("note", new Schema.OptionalOf(new Schema.Text())),
                            new Schema.Field("tags", new Schema.ListOf(new Schema.ByteString()))));

    private static final String ACCOUNT = "ab".repeat(32);

    @TempDir Path folder;

    private Map<String, Object> parse(String... words) {
        return new Fields(new KeyStore(folder)).parse(TRANSFER, List.of(words));
    }

    @Test
    void wordsBecomeValuesBySchema() {
        Map<String, Object> value = parse("to=" + ACCOUNT, "amount=5", "tags=[\"00\",\"ff\"]");
        assertEquals(ACCOUNT, value.get("to"));
        assertEquals(BigInteger.valueOf(5), value.get("amount"));
        assertEquals(List.of("00", "ff"), value.get("tags"));
        assertTrue(value.containsKey("note") && value.get("note") == null);
    }

    @Test
    void aKeyNamesItsAccount() {
        String account =
                new KeyStore(folder).create("bob", "a long passphrase".toCharArray()).account();
        assertEquals(account, parse("to=@bob", "amount=5", "tags=[]").get("to"));
    }

    @Test
    void aMistakeIsToldWithWhatIsWanted() {
        for (String[] words :
                new String[][] {
                    {"to"},
                    {"too=x"},
                    {"to=bob", "amount=1", "tags=[]"},
                    {"to=" + ACCOUNT, "amount=many", "tags=[]"},
                    {"to=" + ACCOUNT, "amount=1", "tags=["},
                    {"to=" + ACCOUNT, "amount=1"},
                    {"to=" + ACCOUNT, "to=" + ACCOUNT},
                    {"to=@nobody"}
                }) {
            Failure failure = assertThrows(Failure.class, () -> parse(words));
            assertEquals(ExitCode.USAGE, failure.exitCode(), failure.getMessage());
        }
        Failure failure = assertThrows(Failure.class, () -> parse("too=x"));
        assertTrue(failure.getMessage().contains("amount=INTEGER"), failure.getMessage());
    }
}
