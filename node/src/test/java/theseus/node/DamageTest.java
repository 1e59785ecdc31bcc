package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import theseus.protocol.Sha256;
import theseus.protocol.Statement;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.spi.StorageException;

/**
 * Every file of a node's directory is damaged in every way: bits flipped, cut, deleted, put back as
 * it was earlier. Either the node starts and all that it holds equals the undamaged twin's, or it
 * is refused with a text that names what is damaged.
 */
@Timeout(600)
final class DamageTest {
    private static final boolean IS_LONG = Boolean.getBoolean("theseus.long");
    private static final int FLIPS = IS_LONG ? 40 : 2;
    private static final int CUTS = IS_LONG ? 10 : 1;

    /** Of files of one kind, so many. */
    private static final int ALIKE = IS_LONG ? 100 : 3;

    /**
     * What another seed finds is for a long run: it must not surprise who changed something else.
     */
    private static final long SEED = 47;

    @TempDir Path directory;

    private enum Damage {
        FLIPPED,
        CUT,
        DELETED,
        OLDER
    }

    @ParameterizedTest
    @EnumSource(names = {"ROCKSDB", "LEVELDB"})
    void isNeverServed(NodeConfig.StorageKind engine) throws Exception {
        long seed =
                Long.getLong(
                        "theseus.seed",
                        Boolean.getBoolean("theseus.long") ? System.nanoTime() : SEED);
        System.out.println(engine + " seed " + seed);
        Random random = new Random(seed);
        Path whole = directory.resolve("whole");
        Path older = directory.resolve("older");
        NodeConfig config =
                TestChain.config(whole)
                        .withStorage(engine)
                        .withHttp(CrashProcess.SHUT)
                        .withEngine(TestChain.config(whole).engine().withHeartbeatMillis(0));
        TestChain.create(config);
        DiskContent.live(config, random);
        DiskContent.live(config, random);
        state(config, 10);
        copy(whole, older);
        DiskContent.live(config, random);
        state(config, 20);
        // Its answers are read from a copy, since opening changes files.
        Path twin = directory.resolve("twin");
        copy(whole, twin);
        String right = DiskContent.of(config.withDirectory(twin));
        Map<String, Integer> outcomes = new TreeMap<>();
        Map<String, Integer> seen = new TreeMap<>();
        for (Path file : files(whole)) {
            if (seen.merge(kind(file), 1, Integer::sum) > ALIKE) {
                continue;
            }
            for (Damage damage : Damage.values()) {
                int times =
                        switch (damage) {
                            case FLIPPED -> FLIPS;
                            case CUT -> CUTS;
                            default -> 1;
                        };
                for (int i = 0; i < times; i++) {
                    Path damaged = directory.resolve("damaged");
                    copy(whole, damaged);
                    if (damage(damaged.resolve(file), older.resolve(file), damage, random)) {
                        String outcome =
                                outcome(config.withDirectory(damaged), file, damage, right);
                        outcomes.merge(kind(file) + " " + damage + " " + outcome, 1, Integer::sum);
                    }
                }
            }
        }
        assertTrue(outcomes.size() >= Damage.values().length, "damaged: " + outcomes);
        outcomes.forEach((what, count) -> System.out.println("  " + count + " " + what));
    }

    /** What a validator that follows a plan would leave. */
    private static void state(NodeConfig config, long height) throws Exception {
        try (DataDirectory data = DataDirectory.open(config.directory());
                ValidatorGuard guard =
                        ValidatorGuard.open(data.validatorKey(), data.guard(), false)) {
            Hash plan = Sha256.of(Bytes.fromHex("01"));
            new StatementBook(data.statements(), guard, false)
                    .sign(
                            new Statement(
                                    Hash.ZERO,
                                    guard.publicKey(),
                                    0,
                                    0,
                                    Hash.ZERO,
                                    StatementBookTest.report(height, Hash.ZERO),
                                    Bytes.EMPTY));
        }
    }

    private static String outcome(NodeConfig config, Path file, Damage damage, String right) {
        String what = damage + " " + file;
        try {
            String found = DiskContent.of(config);
            assertEquals(right, found, what + " was served");
            return "opens, all equal";
        } catch (NodeException refused) {
            return refused(refused.code(), refused.getMessage(), file, what);
        } catch (StorageException refused) {
            return refused(refused.code().name(), refused.getMessage(), file, what);
        } catch (RuntimeException e) {
            throw new AssertionError(what + " was neither served nor named", e);
        }
    }

    private static String refused(String code, String text, Path file, String what) {
        String name = file.getFileName().toString();
        boolean isNamed =
                text.contains(name)
                        // which of its files the engine lost is not known when none is wrong
                        || file.startsWith("state") && text.contains("/state");
        assertTrue(isNamed, what + ": " + code + ": " + text);
        return "refused " + code + (text.contains(name) ? "" : ", naming the folder");
    }

    private static String kind(Path file) {
        return file.toString().replaceAll("[0-9a-f]{64}", "HASH").replaceAll("[0-9]{6}", "N");
    }

    private static boolean damage(Path file, Path older, Damage damage, Random random)
            throws IOException {
        byte[] content = Files.readAllBytes(file);
        byte[] before = Files.exists(older) ? Files.readAllBytes(older) : content;
        Optional<byte[]> changed =
                switch (damage) {
                    case FLIPPED ->
                            content.length == 0 ? Optional.empty() : flipped(content, random);
                    case CUT ->
                            content.length == 0
                                    ? Optional.empty()
                                    : Optional.of(
                                            Arrays.copyOf(content, random.nextInt(content.length)));
                    case OLDER -> Optional.of(before).filter(it -> !Arrays.equals(it, content));
                    case DELETED -> Optional.of(content);
                };
        if (changed.isEmpty()) {
            return false;
        }
        if (damage == Damage.DELETED) {
            Files.delete(file);
        } else {
            Files.write(file, changed.get());
        }
        return true;
    }

    private static Optional<byte[]> flipped(byte[] content, Random random) {
        byte[] changed = content.clone();
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        return Optional.of(changed);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).map(folder::relativize).sorted().toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.exists(to)) {
            try (Stream<Path> all = Files.walk(to)) {
                for (Path path : new ArrayList<>(all.toList()).reversed()) {
                    Files.delete(path);
                }
            }
        }
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(
                        path,
                        to.resolve(from.relativize(path).toString()),
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
