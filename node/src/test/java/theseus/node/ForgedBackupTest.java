package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import theseus.kernel.ChainRecord;
import theseus.kernel.KernelTables;
import theseus.kernel.ValidatorRecord;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.StateStore;
import theseus.kernel.spi.StateStore.Amendment;
import theseus.kernel.spi.StateStore.Space;
import theseus.protocol.Attestation;
import theseus.protocol.CborWriter;
import theseus.protocol.Certificate;
import theseus.protocol.Genesis;
import theseus.protocol.Header;
import theseus.protocol.MerkleTree;
import theseus.protocol.SigningKey;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.VersionedState;

/** What somebody wrote who has everything but the validator's key is not restored. */
@Timeout(300)
final class ForgedBackupTest {
    private static final SigningKey FORGER = TestChain.key(77);
    private static final SigningKey NEXT = TestChain.key(78);

    @TempDir static Path shared;
    @TempDir Path directory;

    private static NodeConfig lived;
    private static Genesis genesis;
    private static Path backup;
    private NodeConfig copy;
    private int number;

    @BeforeAll
    static void live() {
        NodeConfig config = TestChain.config(shared.resolve("node"));
        lived = config.withEngine(config.engine().withHeartbeatMillis(0));
        genesis = TestChain.create(lived);
        DiskContent.live(lived, new Random(1));
        backup = shared.resolve("backup");
        Backup.ofStopped(lived, backup, bytes -> {});
    }

    @BeforeEach
    void copy() {
        copy = lived.withDirectory(directory.resolve("copy"));
        run(order(backup, copy.directory(), Optional.empty(), Optional.empty()));
    }

    @Test
    void aValidatorThatOnlyTheBackupNamesIsNotBelieved() throws IOException {
        block(FORGER, FORGER);
        assertEquals("BACKUP_DAMAGED", refused(to(backup(), Optional.empty())).code());
        Hash header = block(FORGER, FORGER);
        Path forged = backup();
        Restore.Order order = to(forged, Optional.empty());
        NodeException refused = refused(order);
        assertEquals("BACKUP_NOT_VOUCHED", refused.code());
        assertTrue(refused.getMessage().contains("--trusted-header"), refused::getMessage);
        assertFalse(Files.exists(order.to()));
        assertEquals("HEADER_NOT_TRUSTED", refused(to(forged, Optional.of(Hash.ZERO))).code());
        run(to(forged, Optional.of(header)));

        Path key = directory.resolve("key");
        Files.createFile(
                key,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, "4d" + "0".repeat(62) + "\n"); // TestChain.key(77)
        Restore.Validator own = new Restore.Validator(key, Optional.empty());
        // Who attested a block had executed it.
        run(order(forged, directory.resolve("own"), Optional.of(own), Optional.empty()));
    }

    @Test
    void theBlockThatChangesTheValidatorIsCertifiedByTheOneBefore() {
        block(DataDirectory.readKey(lived.directory().resolve("validator.key")), NEXT);
        run(to(backup(), Optional.empty()));
        Hash header = block(NEXT, FORGER);
        Path changed = backup();
        assertEquals("BACKUP_NOT_VOUCHED", refused(to(changed, Optional.empty())).code());
        run(to(changed, Optional.of(header)));
        block(NEXT, NEXT);
        Path forged = backup();
        assertEquals("BACKUP_DAMAGED", refused(to(forged, Optional.empty())).code());
    }

    @Test
    void aGenesisHasTheStateThatItMakes() {
        NodeConfig empty = TestChain.config(directory.resolve("empty"));
        Genesis made = TestChain.create(empty);
        try (VersionedState state = open(empty.directory().resolve("state"), made)) {
            ChainRecord record = new ChainRecord(made.hash(), 1, made.parameters(), Hash.ZERO);
            SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> tables = new TreeMap<>();
            tables.put(
                    KernelTables.PARAMETERS,
                    new TreeMap<>(Map.of(KernelTables.SINGLE, Optional.of(record.encode()))));
            state.commit(state.stage(0, new ChangeSet(tables)), List.of());
        }
        try (DataDirectory data = DataDirectory.open(empty.directory())) {
            data.wroteState(empty.storage());
        }
        Path forged = directory.resolve("forged");
        Backup.ofStopped(empty, forged, bytes -> {});
        NodeException refused = refused(to(forged, Optional.empty()));
        assertEquals("BACKUP_DAMAGED", refused.code(), refused::getMessage);
        assertTrue(refused.getMessage().contains("the genesis makes"), refused::getMessage);
    }

    /** With a tree beside them, nobody would compute the root of the records. */
    @Test
    void aTreeIsNotTaken() {
        byte[] tree = {2, 0, 0, 0, 1, 7, 0, 0, 0, 1, 7};
        assertThrows(IOException.class, () -> BackupRows.writes(tree));
        byte[] mark = {7, 0, 0, 0, 5, 0, 't', 'r', 'e', 'e', 0, 0, 0, 1, 7};
        assertThrows(IOException.class, () -> BackupRows.writes(mark));
        byte[] none = {7, 0, 0, 0, 0, 0, 0, 0, 1, 7};
        assertThrows(IOException.class, () -> BackupRows.writes(none));
    }

    @Test
    void anIdThatLeadsToAnotherTransactionIsRefused() throws Exception {
        Hash first;
        try (VersionedState state = open(copy.directory().resolve("state"), genesis)) {
            BlockStore blocks = new BlockStore(state);
            first = blocks.receipt(1, 0).submission();
            Bytes second = new CborWriter(16).arrayHeader(2).integer(2).integer(0).toBytes();
            assertNotEquals(first, blocks.receipt(2, 0).submission());
            state.amend(
                    List.of(
                            new Amendment(
                                    Space.LOOKUP,
                                    first.bytes(),
                                    Optional.empty(),
                                    Optional.of(second))));
        }
        NodeException refused = refused(to(backup(), Optional.empty()));
        assertEquals("BACKUP_DAMAGED", refused.code());
        assertTrue(refused.getMessage().contains("" + first), refused::getMessage);
        try (Node node = Node.start(copy);
                Http http = new Http(TestChain.address(node))) {
            assertEquals(500, http.get("/v1/transactions/" + first).status());
        }
    }

    @Test
    void aManifestMayNameNonsense() throws IOException {
        Path nonsense = directory.resolve("nonsense");
        Copies.copy(backup, nonsense);
        byte[] noGenesis = "no genesis".getBytes(StandardCharsets.US_ASCII);
        Files.write(nonsense.resolve(BackupManifest.GENESIS), noGenesis);
        BackupManifest said = BackupFiles.open(backup).manifest();
        List<BackupManifest.Part> parts = new ArrayList<>(said.parts());
        parts.replaceAll(
                part ->
                        part.name().equals(BackupManifest.GENESIS)
                                ? BackupManifest.Part.of(part.name(), noGenesis)
                                : part);
        BackupManifest forged =
                new BackupManifest(
                        said.chain(),
                        said.height(),
                        said.stateRoot(),
                        said.headerHash(),
                        said.firstBlockKept(),
                        said.storage(),
                        parts);
        Files.write(nonsense.resolve(BackupManifest.NAME), forged.encode());
        Restore.Order order = to(nonsense, Optional.empty());
        assertEquals("BACKUP_DAMAGED", refused(order).code());
        assertFalse(Files.exists(order.to()));

        String long10 =
                new String(said.encode(), StandardCharsets.US_ASCII)
                        .replaceFirst(" [0-9]+ ([0-9a-f]{64}\n)", " 9999999999 $1");
        Files.writeString(nonsense.resolve(BackupManifest.NAME), long10);
        assertEquals("BACKUP_DAMAGED", refused(order).code());
    }

    /** Another block, which {@code signer} attests and makes {@code next} the only validator. */
    private Hash block(SigningKey signer, SigningKey next) {
        try (VersionedState state = open(copy.directory().resolve("state"), genesis)) {
            Tip tip = StoredTip.load(genesis, state, new BlockStore(state));
            SortedMap<Bytes, Optional<Bytes>> validators = new TreeMap<>();
            state.head()
                    .range(KernelTables.VALIDATORS, Bytes.EMPTY, Optional.empty(), 100)
                    .forEach(row -> validators.put(row.key(), Optional.empty()));
            validators.put(
                    KernelTables.key(next.publicKey()),
                    Optional.of(new ValidatorRecord(1).encode()));
            SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> tables = new TreeMap<>();
            tables.put(KernelTables.VALIDATORS, validators);
            StateStore.Staged staged = state.stage(tip.height() + 1, new ChangeSet(tables));
            Header header =
                    new Header(
                            genesis.hash(),
                            tip.height() + 1,
                            tip.timeMillis() + 1,
                            tip.headerHash(),
                            MerkleTree.root(List.of()),
                            MerkleTree.root(List.of()),
                            staged.root(),
                            0,
                            signer.publicKey());
            Bytes signature = signer.sign(Attestation.signingBytes(header));
            Certificate certificate =
                    new Certificate(
                            header, List.of(new Attestation(signer.publicKey(), signature)));
            state.commit(
                    staged, BlockStore.attachments(certificate, List.of(), List.of(), Map.of()));
            return header.hash();
        }
    }

    private static VersionedState open(Path folder, Genesis made) {
        return VersionedState.open(
                Ground.open(lived.storage(), folder), made.parameters().historyBlocks());
    }

    private Path backup() {
        Path folder = directory.resolve("backup-" + number++);
        Backup.ofStopped(copy, folder, bytes -> {});
        return folder;
    }

    private Restore.Order to(Path from, Optional<Hash> trusted) {
        return order(from, directory.resolve("new-" + number++), Optional.empty(), trusted);
    }

    private static Restore.Order order(
            Path from, Path to, Optional<Restore.Validator> validator, Optional<Hash> trusted) {
        return new Restore.Order(from, to, Optional.empty(), Optional.empty(), validator, trusted);
    }

    private static void run(Restore.Order order) {
        Restore.run(order, (what, done, of) -> {});
    }

    private static NodeException refused(Restore.Order order) {
        return assertThrows(NodeException.class, () -> Restore.run(order, (what, done, of) -> {}));
    }
}
