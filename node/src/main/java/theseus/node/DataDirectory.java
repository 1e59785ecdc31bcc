package theseus.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import theseus.protocol.Artifact;
import theseus.protocol.Genesis;
import theseus.protocol.MalformedException;
import theseus.protocol.SigningKey;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Where a node keeps everything; one process at a time.
 *
 * <pre>
 * FORMAT            "theseus-node 2", the chain, and a checksum of these two lines: written last,
 *                   so that a directory is whole or none
 * LOCK              held while a process uses the directory
 * genesis.cbor      the canonical genesis
 * artifacts/HASH    the canonical artifacts of the genesis
 * validator.key     Ed25519 seed, 64 hexadecimal digits; readable by its owner only
 * validator.guard   the last header that the key attested: height (8), hash (32), {@link Sealed}
 * statements/PLAN   what the key stated about a plan
 * OBSERVER          there instead of the key where a node makes no blocks
 * RESTORING         there while a backup is being restored, and FORMAT is not
 * ENGINE            which storage engine wrote state/, by its name in the configuration
 * state/            the storage engine's
 * </pre>
 */
final class DataDirectory implements AutoCloseable {
    static final String KEY = "validator.key";
    static final String GUARD = "validator.guard";
    static final String OBSERVER = "OBSERVER";
    static final String RESTORING = "RESTORING";

    private static final int SEED_BYTES = 32;
    private static final int MAX_ENGINE_BYTES = 100;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private final Path root;
    private final Hash chain;
    private final DirectoryLock lock;

    private DataDirectory(Path root, Hash chain, DirectoryLock lock) {
        this.root = root;
        this.chain = chain;
        this.lock = lock;
    }

    /** Whether a chain lives there. */
    static boolean exists(Path root) {
        return Files.exists(root.resolve("FORMAT"));
    }

    /** Makes a directory for a new chain whose only validator is the key that is made with it. */
    static Genesis create(Path root, NewChain chain) {
        if (exists(root)) {
            throw new NodeException(
                    "DIRECTORY_IN_USE",
                    "The directory "
                            + root
                            + " holds a chain already; start it, or choose another");
        }
        try {
            Files.createDirectories(root);
            try (Stream<Path> content = Files.list(root)) {
                if (content.anyMatch(path -> !isOurs(path))) {
                    throw new NodeException(
                            "DIRECTORY_NOT_EMPTY",
                            "The directory "
                                    + root
                                    + (Files.exists(root.resolve(RESTORING))
                                            ? whyNone(root)
                                            : " holds other files; choose an empty one"));
                }
            }
            return write(root, chain);
        } catch (IOException e) {
            throw unusable(root, e);
        }
    }

    /** Opens and locks it. */
    static DataDirectory open(Path root) {
        if (!exists(root)) {
            throw new NodeException("NO_CHAIN", "The directory " + root + whyNone(root));
        }
        try {
            Hash chain = FormatFile.read(root);
            DirectoryLock lock = DirectoryLock.take(root);
            try {
                StateSwap.finish(root, DiskSteps.REAL);
            } catch (IOException | RuntimeException | Error e) {
                lock.close();
                throw e;
            }
            return new DataDirectory(root, chain, lock);
        } catch (IOException e) {
            throw unusable(root, e);
        }
    }

    private static String whyNone(Path root) {
        if (Files.exists(root.resolve(RESTORING))) {
            return " holds half a backup; restore it there again";
        }
        if (Files.exists(root.resolve("genesis.cbor"))) {
            return " has lost its file FORMAT; restore it from a backup";
        }
        return (Files.isDirectory(root) ? " holds no chain" : " is not there")
                + "; name the directory of a node";
    }

    Path root() {
        return root;
    }

    Path state() {
        return root.resolve("state");
    }

    /**
     * Where the engine of that kind keeps the state; remembers the first that asks.
     *
     * @throws NodeException when another engine wrote what is there
     */
    Path state(NodeConfig.StorageKind kind) {
        if (kind == NodeConfig.StorageKind.MEMORY) {
            return state();
        }
        if (!Files.exists(engineFile()) && !Files.exists(state())) {
            wroteState(kind);
        }
        NodeConfig.StorageKind wrote = engine();
        if (wrote != kind) {
            throw new NodeException(
                    "STORAGE_OF_ANOTHER_ENGINE",
                    "The state in "
                            + state()
                            + " was written by the engine '"
                            + name(wrote)
                            + "', the configuration says storage = "
                            + name(kind)
                            + ". Set storage = "
                            + name(wrote)
                            + ", or move it: theseus data rebuild --storage "
                            + name(kind));
        }
        return state();
    }

    /** The engine that wrote the state. */
    NodeConfig.StorageKind engine() {
        try {
            String wrote =
                    Files.size(engineFile()) > MAX_ENGINE_BYTES
                            ? ""
                            : new String(
                                    Files.readAllBytes(engineFile()), StandardCharsets.ISO_8859_1);
            for (NodeConfig.StorageKind kind : NodeConfig.StorageKind.values()) {
                if (wrote.equals(name(kind) + "\n")) {
                    return kind;
                }
            }
            throw new IOException("it names no engine");
        } catch (IOException e) {
            throw new NodeException(
                    "DIRECTORY_DAMAGED",
                    "The file "
                            + engineFile()
                            + " is missing or damaged ("
                            + e.getMessage()
                            + "); it holds one line, rocksdb or leveldb, whichever wrote "
                            + state()
                            + ": write it again",
                    e);
        }
    }

    static void wroteState(Path root, NodeConfig.StorageKind kind) throws IOException {
        wroteState(root, kind, DiskSteps.REAL);
    }

    static void wroteState(Path root, NodeConfig.StorageKind kind, DiskSteps steps)
            throws IOException {
        DurableFile.replace(
                root.resolve("ENGINE"),
                (name(kind) + "\n").getBytes(StandardCharsets.US_ASCII),
                steps);
    }

    void wroteState(NodeConfig.StorageKind kind) {
        try {
            wroteState(root, kind);
        } catch (IOException e) {
            throw unusable(root, e);
        }
    }

    /** By which name a configuration asks for that engine. */
    static String name(NodeConfig.StorageKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private Path engineFile() {
        return root.resolve("ENGINE");
    }

    Path guard() {
        return root.resolve(GUARD);
    }

    Path statements() {
        return root.resolve("statements");
    }

    Genesis genesis() {
        Path file = root.resolve("genesis.cbor");
        try {
            Genesis genesis = Genesis.decode(Bytes.wrap(Files.readAllBytes(file)));
            if (!genesis.hash().equals(chain)) {
                throw new IOException(
                        "it makes chain " + genesis.hash() + ", FORMAT says " + chain);
            }
            return genesis;
        } catch (IOException | MalformedException e) {
            throw damaged(file, e);
        }
    }

    /** The artifacts of the genesis by hash; each is what its hash says. */
    Map<Hash, Artifact> artifacts(Genesis genesis) {
        return artifacts(root, genesis);
    }

    static Map<Hash, Artifact> artifacts(Path root, Genesis genesis) {
        Map<Hash, Artifact> artifacts = new TreeMap<>();
        for (Genesis.Instance instance : genesis.instances()) {
            Hash hash = instance.artifact();
            Path file = artifactFile(root, hash);
            try {
                Artifact artifact = Artifact.decode(Bytes.wrap(Files.readAllBytes(file)));
                if (!artifact.hash().equals(hash)) {
                    throw damaged(file, new IOException("its hash is " + artifact.hash()));
                }
                artifacts.put(hash, artifact);
            } catch (IOException | MalformedException e) {
                throw damaged(file, e);
            }
        }
        return artifacts;
    }

    /** Whether it was restored without a key: the node makes no blocks then. */
    boolean observes() {
        return Files.exists(root.resolve(OBSERVER));
    }

    SigningKey validatorKey() {
        return readKey(root.resolve(KEY));
    }

    static SigningKey readKey(Path file) {
        try {
            if (posix(file) && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
                throw new NodeException(
                        "KEY_EXPOSED",
                        "The key file " + file + " can be read by others; chmod 600 it");
            }
            return SigningKey.ed25519(Bytes.fromHex(Files.readString(file).strip()));
        } catch (IOException | IllegalArgumentException e) {
            throw new NodeException(
                    "DIRECTORY_DAMAGED",
                    state(file, e)
                            + "; put your copy of the validator's key there, which no backup has",
                    e);
        }
    }

    @Override
    public void close() {
        lock.close();
    }

    private static Genesis write(Path root, NewChain chain) throws IOException {
        byte[] seed = new byte[SEED_BYTES];
        new SecureRandom().nextBytes(seed);
        SigningKey key = SigningKey.ed25519(Bytes.of(seed));
        Genesis genesis = chain.genesis(key.publicKey());
        putKey(
                root.resolve(KEY),
                (Bytes.wrap(seed).hex() + "\n").getBytes(StandardCharsets.US_ASCII));
        Files.createDirectories(root.resolve("artifacts"));
        for (NewChain.NewInstance instance : chain.instances()) {
            Artifact artifact = instance.artifact();
            DurableFile.put(artifactFile(root, artifact.hash()), artifact.encode().unsafeArray());
        }
        DurableFile.put(root.resolve("genesis.cbor"), genesis.encode().unsafeArray());
        ValidatorGuard.create(root.resolve(GUARD));
        FormatFile.write(root, genesis.hash());
        return genesis;
    }

    /** Readable by its owner only, from the first moment on. */
    static void putKey(Path file, byte[] content) throws IOException {
        Files.deleteIfExists(file); // left by a creation that was broken off
        FileAttribute<?>[] ownerOnly =
                posix(file)
                        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                        : new FileAttribute<?>[0];
        Files.createFile(file, ownerOnly);
        DurableFile.put(file, content);
    }

    /** Files that a creation which was broken off may have left. */
    private static boolean isOurs(Path path) {
        return switch (path.getFileName().toString()) {
            case "artifacts", "genesis.cbor", "validator.key", "validator.guard" -> true;
            default -> false;
        };
    }

    static Path artifactFile(Path root, Hash hash) {
        return root.resolve("artifacts").resolve(hash.toString());
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    static NodeException damaged(Path file, Exception e) {
        return new NodeException(
                "DIRECTORY_DAMAGED", state(file, e) + "; restore the directory from a backup", e);
    }

    /** What became of a file that should be there, and whole. */
    static String state(Path file, Exception e) {
        return "The file "
                + file
                + (e instanceof NoSuchFileException
                        ? " is missing"
                        : " is damaged, or cannot be read ("
                                + (e instanceof IOException io
                                        ? DurableFile.why(io)
                                        : e.getMessage())
                                + ")");
    }

    static NodeException unusable(Path root, IOException e) {
        return new NodeException(
                "DIRECTORY_UNUSABLE",
                "The directory " + root + " cannot be used: " + DurableFile.why(e),
                e);
    }
}
