package theseus.node;

import java.nio.file.Path;
import theseus.consensus.solo.SoloConfig;

/**
 * How a node runs. {@link #read} takes it from a file of {@code key = value} lines, whose keys are
 * the names of the components here: {@code storage}, {@code http.port}, {@code
 * engine.heartbeatMillis}.
 *
 * @param directory where everything of this node lies; key {@code directory}, relative to the file;
 *     default {@code data}
 * @param storage the engine beneath the state: {@code rocksdb}, {@code leveldb} or {@code memory};
 *     default {@code rocksdb}
 * @param verifierThreads threads that verify signatures; default: one per processor
 * @param readerThreads threads that answer queries, dry runs and explanations; default 2
 * @param http keys {@code http.…}
 * @param engine keys {@code engine.…}
 * @param follower keys {@code follower.…}
 * @param minFreeMegabytes below so much free space on the directory's disk no block is made and
 *     nothing is taken, until there is room again; default 128
 * @param keepBlocks so many of the newest blocks are kept whole; of earlier ones submissions and
 *     receipts are deleted, headers and certificates stay. At least the chain's {@code
 *     historyBlocks}; 0 keeps all; default 0
 */
public record NodeConfig(
        Path directory,
        StorageKind storage,
        int verifierThreads,
        int readerThreads,
        HttpConfig http,
        SoloConfig engine,
        FollowerConfig follower,
        int minFreeMegabytes,
        long keepBlocks) {
    /** Which engine keeps the state. */
    public enum StorageKind {
        /** On disk, native: Linux, macOS and Windows on x86-64 and ARM. The fastest. */
        ROCKSDB,
        /** On disk, in plain Java: wherever a JDK runs. */
        LEVELDB,
        /** In memory: the chain starts again from its genesis with each start of the node. */
        MEMORY
    }

    public NodeConfig {
        if (verifierThreads < 1 || verifierThreads > 256) {
            throw new IllegalArgumentException(
                    "verifierThreads lies between 1 and 256, not at " + verifierThreads);
        }
        if (minFreeMegabytes < 0) {
            throw new IllegalArgumentException(
                    "minFreeMegabytes is not negative, as " + minFreeMegabytes + " is");
        }
        if (keepBlocks < 0) {
            throw new IllegalArgumentException(
                    "keepBlocks is not negative, as " + keepBlocks + " is; 0 keeps all");
        }
        if (readerThreads < 1 || readerThreads > 256) {
            throw new IllegalArgumentException(
                    "readerThreads lies between 1 and 256, not at " + readerThreads);
        }
    }

    /** All defaults. */
    public static NodeConfig of(Path directory) {
        return new NodeConfig(
                directory,
                StorageKind.ROCKSDB,
                Runtime.getRuntime().availableProcessors(),
                2,
                HttpConfig.DEFAULT,
                SoloConfig.DEFAULT,
                FollowerConfig.DEFAULT,
                128,
                0);
    }

    /**
     * @throws NodeException when the file cannot be read, or a key or value in it is wrong; it
     *     names the line
     */
    public static NodeConfig read(Path file) {
        return ConfigFile.read(file);
    }

    public NodeConfig withDirectory(Path other) {
        return with(other, storage, http, engine, follower, minFreeMegabytes, keepBlocks);
    }

    public NodeConfig withStorage(StorageKind kind) {
        return with(directory, kind, http, engine, follower, minFreeMegabytes, keepBlocks);
    }

    public NodeConfig withHttp(HttpConfig door) {
        return with(directory, storage, door, engine, follower, minFreeMegabytes, keepBlocks);
    }

    public NodeConfig withPort(int port) {
        return withHttp(http.withPort(port));
    }

    public NodeConfig withEngine(SoloConfig solo) {
        return with(directory, storage, http, solo, follower, minFreeMegabytes, keepBlocks);
    }

    public NodeConfig withFollower(FollowerConfig other) {
        return with(directory, storage, http, engine, other, minFreeMegabytes, keepBlocks);
    }

    public NodeConfig withMinFreeMegabytes(int megabytes) {
        return with(directory, storage, http, engine, follower, megabytes, keepBlocks);
    }

    public NodeConfig withKeepBlocks(long blocks) {
        return with(directory, storage, http, engine, follower, minFreeMegabytes, blocks);
    }

    private NodeConfig with(
            Path folder,
            StorageKind kind,
            HttpConfig door,
            SoloConfig solo,
            FollowerConfig plans,
            int megabytes,
            long blocks) {
        return new NodeConfig(
                folder, kind, verifierThreads, readerThreads, door, solo, plans, megabytes, blocks);
    }
}
