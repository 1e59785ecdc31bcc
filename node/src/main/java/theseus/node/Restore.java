package theseus.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import theseus.protocol.Artifact;
import theseus.protocol.Genesis;
import theseus.protocol.MalformedException;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.StoredAttachments;
import theseus.state.VersionedState;
import theseus.state.spi.Storage;
import theseus.state.spi.StorageException;

/**
 * Makes a node's directory of a backup, and checks all of it on the way: files against the
 * manifest, records against the state's root, blocks against one another and the newest header.
 * FORMAT is written last, so that a directory is whole or none; what was broken off is begun anew.
 */
public final class Restore {
    /**
     * What is to be done.
     *
     * @param to a directory that is empty or not there
     * @param storage the engine; empty for that of the node that was copied
     * @param blocks a stopped node's directory with later blocks, to go on to the last of them
     * @param validator whose validator it is to be; empty for an observer
     * @param trustedHeader of the backup's newest block, as the operator knows it from elsewhere;
     *     needed where the validators are no more those of the genesis
     */
    public record Order(
            Path from,
            Path to,
            Optional<NodeConfig.StorageKind> storage,
            Optional<Path> blocks,
            Optional<Validator> validator,
            Optional<Hash> trustedHeader) {}

    /**
     * A key, and what it attested.
     *
     * @param guard empty only for who knows that the key attested nothing later than what is
     *     restored
     */
    public record Validator(Path key, Optional<Path> guard) {}

    /** Hears what is being done, and how far it is; {@code of} is 0 when nobody knows. */
    public interface Progress {
        void at(String what, long done, long of);
    }

    /**
     * @param backupHeight of the backup; {@code height} is later when there were later blocks
     * @param warning what the operator should know
     */
    public record Outcome(
            Hash chain,
            long backupHeight,
            long height,
            Hash stateRoot,
            NodeConfig.StorageKind storage,
            boolean observes,
            Optional<String> warning) {}

    private final Order order;
    private final Progress progress;
    private final Consumer<String> reached;
    private final Path to;
    private final BackupFiles files;
    private final NodeConfig.StorageKind engine;
    private boolean begun;
    private boolean made;

    private Restore(Order order, Progress progress, Consumer<String> reached) {
        this.order = order;
        this.progress = progress;
        this.reached = reached;
        this.to = order.to();
        this.files = BackupFiles.open(order.from());
        this.engine = order.storage().orElse(files.manifest().storage());
    }

    /**
     * @throws NodeException when anything is damaged or contradicts something else, or the key
     *     could attest a height twice; there is no directory then
     */
    public static Outcome run(Order order, Progress progress) {
        return run(order, progress, step -> {});
    }

    /**
     * @param reached is told each step; only tests listen, and break off there
     */
    static Outcome run(Order order, Progress progress, Consumer<String> reached) {
        Restore restore = new Restore(order, progress, reached);
        try {
            try {
                restore.begin();
                return restore.make();
            } catch (RuntimeException | IOException refused) {
                restore.undo(refused);
                throw refused;
            }
        } catch (StorageException e) {
            throw new NodeException(e.code().name(), String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new NodeException(
                    "RESTORE_FAILED", order.to() + " could not be made: " + DurableFile.why(e), e);
        }
    }

    private void begin() throws IOException {
        if (engine == NodeConfig.StorageKind.MEMORY) {
            throw new NodeException(
                    "RESTORE_REFUSED", "A state in memory is not kept; choose another storage");
        }
        if (DataDirectory.exists(to)) {
            throw new NodeException(
                    "DIRECTORY_IN_USE", to + " holds a chain already; choose another directory");
        }
        Path mark = to.resolve(DataDirectory.RESTORING);
        if (Files.exists(to) && !Files.exists(mark)) {
            try (Stream<Path> content = Files.list(to)) {
                if (content.findAny().isPresent()) {
                    throw new NodeException(
                            "DIRECTORY_NOT_EMPTY", to + " holds other files; choose an empty one");
                }
            }
        }
        order.validator().ifPresent(RestoredKey::find);
        order.blocks().ifPresent(this::findBlocks);
        made = !Files.exists(to, LinkOption.NOFOLLOW_LINKS);
        Files.createDirectories(to);
        begun = true;
        DurableFile.put(mark, new byte[0]);
        DurableFile.empty(to, DataDirectory.RESTORING);
    }

    /** Before much is copied. */
    private void findBlocks(Path old) {
        try (DataDirectory from = DataDirectory.open(old)) {
            checkSameChain(from);
        }
    }

    private void checkSameChain(DataDirectory from) {
        Hash chain = from.genesis().hash();
        if (!chain.equals(files.manifest().chain())) {
            throw new NodeException(
                    "ANOTHER_CHAIN",
                    "The blocks in "
                            + from.root()
                            + " are of chain "
                            + chain
                            + ", the backup is of chain "
                            + files.manifest().chain()
                            + "; give the directory of a node of that chain");
        }
    }

    /** The folder itself may be a mount or a link: it goes only if it was made here. */
    private void undo(Exception refused) {
        try {
            if (begun) {
                DurableFile.empty(to, DataDirectory.RESTORING);
                Files.deleteIfExists(to.resolve(DataDirectory.RESTORING));
            }
            if (begun && made) {
                Files.deleteIfExists(to);
            }
        } catch (IOException e) {
            refused.addSuppressed(e);
        }
    }

    private Outcome make() throws IOException {
        reached.accept("begun");
        copy();
        reached.accept("copied");
        Genesis genesis = genesis();
        Tip tip;
        try (VersionedState state = open(genesis)) {
            tip = check(genesis, state);
        } catch (NodeException | StorageException e) {
            throw e;
        } catch (RuntimeException e) { // what decodes stored bytes says so in many ways
            throw new NodeException("BACKUP_DAMAGED", "The backup contradicts itself: " + e, e);
        }
        reached.accept("checked");
        if (order.blocks().isPresent()) {
            tip = goOn(genesis, order.blocks().get(), tip);
            reached.accept("brought up to date");
        }
        DataDirectory.wroteState(to, engine);
        Optional<String> warning = Optional.empty();
        if (order.validator().isPresent()) {
            warning = putKey(order.validator().get(), tip);
        } else {
            DurableFile.put(to.resolve(DataDirectory.OBSERVER), new byte[0]);
        }
        reached.accept("named");
        syncNames();
        FormatFile.write(to, genesis.hash());
        reached.accept("finished");
        Files.delete(to.resolve(DataDirectory.RESTORING));
        DurableFile.syncNames(to);
        return new Outcome(
                genesis.hash(),
                files.manifest().height(),
                tip.height(),
                tip.stateRoot(),
                engine,
                order.validator().isEmpty(),
                warning);
    }

    private Optional<String> putKey(Validator validator, Tip tip) throws IOException {
        try (Storage storage = Ground.open(engine, to.resolve("state"))) {
            return new RestoredKey(to, validator)
                    .put(
                            files.manifest().height(),
                            tip,
                            new BlockStore(new StoredAttachments(storage)::get));
        }
    }

    /** Of all that FORMAT will say is there. */
    private void syncNames() throws IOException {
        try (Stream<Path> all = Files.list(to)) {
            for (Path folder : all.filter(Files::isDirectory).toList()) {
                DurableFile.syncNames(folder);
            }
        }
        DurableFile.syncNames(to);
        DurableFile.syncNames(DurableFile.folder(to));
    }

    private void copy() throws IOException {
        Files.createDirectories(to.resolve("artifacts"));
        int[] done = new int[1];
        try (Storage storage = Ground.open(engine, to.resolve("state"))) {
            files.read(
                    (name, content) -> {
                        if (name.startsWith(BackupManifest.ROWS)) {
                            storage.writeLater(writes(name, content));
                        } else if (name.startsWith(BackupManifest.ARTIFACT)) {
                            Hash hash = artifact(name, content);
                            DurableFile.put(DataDirectory.artifactFile(to, hash), content);
                        } else {
                            DurableFile.put(to.resolve(name), content);
                        }
                        reached.accept(name);
                        progress.at("file", ++done[0], files.manifest().parts().size());
                    });
            storage.write(List.of());
        }
    }

    private static List<Storage.Write> writes(String name, byte[] content) {
        try {
            return BackupRows.writes(content);
        } catch (IOException e) {
            throw new NodeException(
                    "BACKUP_DAMAGED", "The file " + name + " is damaged: " + e.getMessage(), e);
        }
    }

    private static Hash artifact(String name, byte[] content) {
        try {
            return Artifact.decode(Bytes.wrap(content)).hash();
        } catch (MalformedException e) {
            throw new NodeException(
                    "BACKUP_DAMAGED",
                    "The file " + name + " is no artifact: " + e.explanation(),
                    e);
        }
    }

    private Genesis genesis() throws IOException {
        Genesis genesis;
        try {
            genesis =
                    Genesis.decode(
                            Bytes.wrap(Files.readAllBytes(to.resolve(BackupManifest.GENESIS))));
        } catch (MalformedException e) {
            throw new NodeException(
                    "BACKUP_DAMAGED",
                    "The file " + BackupManifest.GENESIS + " is no genesis: " + e.explanation(),
                    e);
        }
        if (!genesis.hash().equals(files.manifest().chain())) {
            throw new NodeException(
                    "BACKUP_DAMAGED",
                    "The genesis makes chain "
                            + genesis.hash()
                            + ", the manifest says "
                            + files.manifest().chain());
        }
        return genesis;
    }

    private VersionedState open(Genesis genesis) {
        return VersionedState.open(
                Ground.open(engine, to.resolve("state")),
                genesis.parameters().historyBlocks(),
                done -> progress.at("record", done, 0));
    }

    private Tip check(Genesis genesis, VersionedState state) {
        BlockStore blocks = new BlockStore(state);
        Tip tip = StoredTip.load(genesis, state, blocks);
        BackupManifest said = files.manifest();
        if (tip.height() != said.height()
                || !tip.stateRoot().equals(said.stateRoot())
                || !tip.headerHash().equals(said.headerHash())) {
            throw new NodeException(
                    "BACKUP_DAMAGED",
                    "The state stands at height "
                            + tip.height()
                            + ", header "
                            + tip.headerHash()
                            + "; the manifest says "
                            + said.height()
                            + ", "
                            + said.headerHash());
        }
        order.validator().ifPresent(one -> RestoredKey.check(one, genesis, tip));
        new VouchedTip(
                        genesis,
                        order.trustedHeader(),
                        order.validator().map(one -> DataDirectory.readKey(one.key()).publicKey()))
                .check(tip, state, DataDirectory.artifacts(to, genesis));
        StoredChain.check(genesis, tip, blocks, (done, of) -> progress.at("block", done, of));
        return tip;
    }

    /** Executes the blocks that come after, as far as they are there. */
    private Tip goOn(Genesis genesis, Path old, Tip tip) throws IOException {
        Path scratch = to.resolve("rebuild");
        Tip last = goOn(genesis, old, tip, scratch);
        DurableFile.delete(scratch); // when nobody writes there any more
        return last;
    }

    private Tip goOn(Genesis genesis, Path old, Tip tip, Path scratch) {
        try (DataDirectory from = DataDirectory.open(old);
                Storage storage = Ground.open(from.engine(), from.state());
                Replica replica =
                        new Replica(genesis, from.artifacts(genesis), open(genesis), scratch)) {
            checkSameChain(from);
            BlockStore blocks = new BlockStore(new StoredAttachments(storage)::get);
            for (long height = tip.height() + 1; ; height++) {
                Optional<Replica.Decided> next = Rebuild.block(blocks, height);
                if (next.isEmpty()) {
                    break;
                }
                replica.execute(next.get());
                progress.at("later block", height, 0);
            }
            return replica.tip();
        }
    }
}
