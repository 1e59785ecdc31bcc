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
     * Before much is copied.
     *
     * @throws NodeException when key or guard is not there
     */
    static void find(Restore.Validator validator) {
        key(validator);
        validator
                .guard()
                .filter(guard -> !Files.isRegularFile(guard))
                .ifPresent(
                        guard -> {
                            throw noGuard("There is no file " + guard);
                        });
    }

    /**
     * @param tip whose state can be read
     * @throws NodeException when it is no validator's of this chain
     */
    static void check(Restore.Validator validator, Genesis genesis, Tip tip) {
        try {
            StoredTip.checkKey(genesis, tip, key(validator).publicKey());
        } catch (NodeException e) {
            throw e.code().equals("KEY_OF_NO_VALIDATOR")
                    ? new NodeException(
                            e.code(),
                            "The key in "
                                    + validator.key()
                                    + " is that of no validator of this chain; give the"
                                    + " validator.key of the node that was lost, or restore without"
                                    + " a key, as an observer",
                            e)
                    : e;
        }
    }

    private static SigningKey key(Restore.Validator validator) {
        try {
            return DataDirectory.readKey(validator.key());
        } catch (NodeException e) {
            throw e.code().equals("DIRECTORY_DAMAGED")
                    ? new NodeException(
                            "KEY_UNUSABLE",
                            "There is no key in "
                                    + validator.key()
                                    + ": missing, or not 64 hexadecimal digits. Give a copy of the"
                                    + " validator.key, or restore without, as an observer",
                            e)
                    : e;
        }
    }

    private static NodeException noGuard(String what) {
        return new NodeException(
                "GUARD_UNUSABLE",
                what
                        + ". Give the newest validator.guard of that key (--guard); is it lost, and"
                        + " do you know that the key attested nothing later than what is restored:"
                        + " --state-is-newest");
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
        SigningKey key = key(validator);
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
            try (ValidatorGuard opened = open(key, guard)) {
                if (validator.guard().isPresent()) {
                    check(opened, validator.guard().get(), backupHeight, tip.height(), blocks);
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

    private ValidatorGuard open(SigningKey key, Path guard) {
        try {
            return ValidatorGuard.open(key, guard, false);
        } catch (NodeException e) {
            throw validator.guard().isPresent() && e.code().equals("GUARD_UNUSABLE")
                    ? noGuard("The file " + validator.guard().get() + " is no guard, or damaged")
                    : e;
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
            ValidatorGuard guard, Path from, long backupHeight, long height, BlockStore blocks) {
        if (guard.height() > height) {
            throw new NodeException(
                    "WOULD_SIGN_TWICE",
                    "By "
                            + from
                            + " the key attested block "
                            + guard.height()
                            + ", but what is restored ends with block "
                            + height
                            + ": it would attest other blocks of the same heights. Give the"
                            + " directory that has the later ones (--blocks), or a newer backup");
        }
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
