package theseus.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import theseus.protocol.Genesis;
import theseus.protocol.SigningKey;

/** Gives a restored directory its validator's key, when that cannot attest a height twice. */
final class RestoredKey {
    private final Path to;
    private final Restore.Validator validator;

    RestoredKey(Path to, Restore.Validator validator) {
        this.to = to;
        this.validator = validator;
    }

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
     * @param blocks up to {@code tip}
     * @return what the operator should know
     * @throws NodeException when the key attested a later block than {@code tip}, another one, is
     *     no validator's, or a node uses key or guard now
     */
    Optional<String> put(long backupHeight, Tip tip, BlockStore blocks) throws IOException {
        SigningKey key = DataDirectory.readKey(validator.key());
        List<DirectoryLock> locks = new ArrayList<>();
        try {
            lock(locks); // until the guard was copied: nothing is attested meanwhile
            Optional<String> warning = Optional.empty();
            Path guard = to.resolve(DataDirectory.GUARD);
            if (validator.guard().isPresent()) {
                Path from = validator.guard().get();
                DurableFile.put(guard, Files.readAllBytes(from));
                warning = statements(real(from).resolveSibling("statements"));
            } else {
                ValidatorGuard.create(guard);
            }
            try (ValidatorGuard opened = ValidatorGuard.open(key, guard, false)) {
                if (validator.guard().isPresent()) {
                    check(opened, validator.guard().get(), backupHeight, blocks);
                }
                opened.start(tip.height(), tip.headerHash());
            }
            DataDirectory.putKey(
                    to.resolve(DataDirectory.KEY), Files.readAllBytes(validator.key()));
            return warning;
        } finally {
            locks.forEach(DirectoryLock::close);
        }
    }

    /** The directories of key and guard: whatever else is damaged there, no node may run there. */
    private void lock(List<DirectoryLock> locks) throws IOException {
        TreeSet<Path> folders = new TreeSet<>();
        folders.add(DurableFile.folder(real(validator.key())));
        validator.guard().ifPresent(guard -> folders.add(DurableFile.folder(real(guard))));
        for (Path folder : folders) {
            DirectoryLock.ofUsed(folder).ifPresent(locks::add);
        }
    }

    /** Not that of a link to it; what is missing is said where it is read. */
    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath();
        }
    }

    private static void check(
            ValidatorGuard guard, Path from, long backupHeight, BlockStore blocks) {
        if (guard.height() < backupHeight) {
            throw new NodeException(
                    "GUARD_OLDER",
                    "By "
                            + from
                            + " the key attested nothing later than block "
                            + guard.height()
                            + ", but the backup is of block "
                            + backupHeight
                            + ": that file is an older copy, or of another validator. Give the"
                            + " newest");
        }
        blocks.block(guard.height())
                .map(block -> block.certificate().header().hash())
                .filter(header -> !header.equals(guard.header()))
                .ifPresent(
                        header -> {
                            throw new NodeException(
                                    "WOULD_SIGN_TWICE",
                                    "By "
                                            + from
                                            + " the key attested header "
                                            + guard.header()
                                            + " of height "
                                            + guard.height()
                                            + ", but what is restored has "
                                            + header
                                            + " there: the guard is of another validator, or the"
                                            + " blocks are not those that the key attested");
                        });
    }

    private Optional<String> statements(Path from) throws IOException {
        if (!Files.isDirectory(from)) {
            return Optional.of(
                    "There is no folder "
                            + from
                            + ": if the key stated anything about a plan that is under way, the node"
                            + " does not know it, and may state the contrary. If you have that"
                            + " folder, restore again with the guard beside it");
        }
        Path statements = to.resolve("statements");
        Files.createDirectories(statements);
        List<Path> files;
        try (Stream<Path> all = Files.list(from)) {
            files =
                    all.filter(file -> file.getFileName().toString().matches("[0-9a-f]{64}"))
                            .toList();
        }
        for (Path file : files) {
            DurableFile.put(statements.resolve(file.getFileName()), Files.readAllBytes(file));
        }
        return Optional.empty();
    }
}
