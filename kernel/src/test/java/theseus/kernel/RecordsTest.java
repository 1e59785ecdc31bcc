package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import theseus.protocol.Genesis;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/** The kernel's records as they lie in the state. What stands here never changes. */
final class RecordsTest {
    private static final String ZERO_32 = "5820" + "00".repeat(32);

    @Test
    void account() {
        golden("820af6", new AccountRecord(10, Optional.empty()).encode());
        PublicKey key = new PublicKey(1, Hash.ZERO.bytes());
        AccountRecord rotated = new AccountRecord(1, Optional.of(AccountKeys.single(key)));
        golden("8201828182" + "01" + ZERO_32 + "01", rotated.encode());
        assertEquals(rotated, AccountRecord.decode(rotated.encode()));
    }

    @Test
    void module() {
        ModuleRecord record =
                new ModuleRecord(
                        Hash.ZERO,
                        "1.0.0",
                        List.of(new ModuleRecord.TableSchema("t", 2)),
                        List.of(new Genesis.Binding("i", "b")),
                        List.of(Capability.VALIDATORS));
        golden(
                "85" + ZERO_32 + "65312e302e30" + "81826174" + "02" + "818261696162" + "8101",
                record.encode());
        assertEquals(record, ModuleRecord.decode(record.encode()));
    }

    @Test
    void chain() {
        ChainRecord record =
                new ChainRecord(Hash.ZERO, 1, new Genesis.Parameters(1, 2, 3), Hash.ZERO);
        golden("84" + ZERO_32 + "0183010203" + ZERO_32, record.encode());
        assertEquals(record, ChainRecord.decode(record.encode()));
    }

    @Test
    void smallOnes() {
        golden("8105", new ValidatorRecord(5).encode());
        assertEquals(new ValidatorRecord(5), ValidatorRecord.decode(Bytes.fromHex("8105")));
        golden("820102", new EpochRecord(1, 2).encode());
        assertEquals(new EpochRecord(1, 2), EpochRecord.decode(Bytes.fromHex("820102")));
        golden("8207616e", new BreakerRecord(7, "n").encode());
        assertEquals(new BreakerRecord(7, "n"), BreakerRecord.decode(Bytes.fromHex("8207616e")));
        golden("83010203", new TrapRecord(1, 2, 3).encode());
        assertEquals(new TrapRecord(1, 2, 3), TrapRecord.decode(Bytes.fromHex("83010203")));
        golden("814101", new ScanRecord(Bytes.fromHex("01")).encode());
        assertEquals(ScanRecord.START, ScanRecord.decode(ScanRecord.START.encode()));
    }

    @Test
    void keys() {
        golden("826161f6", new BreakerRecord.Key("a", Optional.empty()).encode());
        BreakerRecord.Key message = new BreakerRecord.Key("a", Optional.of("m"));
        golden("826161616d", message.encode());
        assertEquals(message, BreakerRecord.Key.decode(message.encode()));
        TrapRecord.Key trap = new TrapRecord.Key("a", Hash.ZERO);
        golden("826161" + ZERO_32, trap.encode());
        assertEquals(trap, TrapRecord.Key.decode(trap.encode()));
        ScanRecord.Key scan = new ScanRecord.Key("a", "i");
        golden("8261616169", scan.encode());
        assertEquals(scan, ScanRecord.Key.decode(scan.encode()));
        golden(ZERO_32, KernelTables.key(Hash.ZERO));
    }

    private static void golden(String hex, Bytes encoding) {
        assertEquals(hex, encoding.hex());
    }
}
