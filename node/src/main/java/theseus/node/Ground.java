package theseus.node;

import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import theseus.kernel.spi.ModuleRuntime;
import theseus.kernel.spi.StateStore;
import theseus.state.spi.Storage;
import theseus.storage.leveldb.LevelStorage;
import theseus.storage.memory.MemoryStorage;
import theseus.storage.rocksdb.RocksStorage;

/**
 * What a node stands on. Only its own tests choose another: one that they watch, or break.
 *
 * @param storage opens the engine beneath the state, of a kind and for a folder
 * @param state what the node sees of its state
 */
record Ground(
        ModuleRuntime runtime,
        BiFunction<NodeConfig.StorageKind, Path, Storage> storage,
        UnaryOperator<StateStore> state) {

    static Ground of(ModuleRuntime runtime) {
        return new Ground(runtime, Ground::open, UnaryOperator.identity());
    }

    static Storage open(NodeConfig.StorageKind kind, Path folder) {
        return switch (kind) {
            case ROCKSDB -> RocksStorage.open(folder);
            case LEVELDB -> LevelStorage.open(folder);
            case MEMORY -> new MemoryStorage();
        };
    }
}
