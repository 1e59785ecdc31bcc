package theseus.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import theseus.protocol.Genesis;
import theseus.protocol.SigningKey;

/** Gives a restored directory its validator's key, when that cannot attest a height twice. */
final class RestoredKey {
    private RestoredKey() {}

    /**
     * @param tip whose state can be read
     * @throws NodeException when it is no validator's of this chain
     */
    static void check(Restore.Validator validator, Genesis genesis, Tip tip) {
        StoredTip.checkKey(genesis, tip, DataDirectory.readKey(validator.key()).publicKey());
    }

    /**
     * Copies key, guard and the book of statements that lies beside the guard.
     *
     * @param backupHeight what a guard says at least that is not older than the backup
     * @throws NodeException when the key attested a later block than {@code tip}, another one, is
     *     no validator's, or a node uses it now
     */
    static void put(Path to, Restore.Validator validator, long backupHeight, Tip tip)
            throws IOException {
        Path old = DurableFile.folder(validator.key());
        if (DataDirectory.exists(old)) {
            DataDirectory.open(old).close(); // refused while a node runs with that key
        }
        SigningKey key = DataDirectory.readKey(validator.key());
        Path guard = to.resolve(DataDirectory.GUARD);
        if (validator.guard().isPresent()) {
            Path from = validator.guard().get();
            DurableFile.put(guard, Files.readAllBytes(from));
            statements(DurableFile.folder(from).resolve("statements"), to.resolve("statements"));
        } else {
            ValidatorGuard.create(guard);
        }
        try (ValidatorGuard opened = ValidatorGuard.open(key, guard, false)) {
            if (validator.guard().isPresent() && opened.height() < backupHeight) {
                throw new NodeException(
                        "GUARD_OLDER",
                        "By "
                                + validator.guard().get()
                                + " the key attested nothing later than block "
                                + opened.height()
                                + ", but the backup is of block "
                                + backupHeight
                                + ": that file is an older copy, or of another validator. Give the"
                                + " newest");
            }
            opened.start(tip.height(), tip.headerHash());
        }
        DataDirectory.putKey(to.resolve(DataDirectory.KEY), Files.readAllBytes(validator.key()));
    }

    private static void statements(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        Files.createDirectories(to);
        List<Path> files;
        try (Stream<Path> all = Files.list(from)) {
            files =
                    all.filter(file -> file.getFileName().toString().matches("[0-9a-f]{64}"))
                            .toList();
        }
        for (Path file : files) {
            DurableFile.put(to.resolve(file.getFileName()), Files.readAllBytes(file));
        }
    }
}
