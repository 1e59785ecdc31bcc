package theseus.node;

import java.nio.file.Path;
import java.util.Optional;
import theseus.crypto.Signatures;

/** A node on the named engine that prints its address and waits; or a rebuild of a directory. */
final class WithoutNativeProcess {
    private WithoutNativeProcess() {}

    public static void main(String[] arguments) {
        NodeConfig config = TestChain.config(Path.of(arguments[1]));
        if (arguments[0].equals("rebuild")) {
            Rebuild.run(
                    config.withStorage(NodeConfig.StorageKind.LEVELDB),
                    Optional.empty(),
                    (_, _) -> {});
            System.out.println("rebuilt with " + Signatures.best().name());
            return;
        }
        boolean isNative = arguments[0].equals("rocksdb");
        Node node =
                Node.start(
                        config.withStorage(
                                isNative
                                        ? NodeConfig.StorageKind.ROCKSDB
                                        : NodeConfig.StorageKind.LEVELDB));
        System.out.println(node.address().orElseThrow());
        node.stopped().toCompletableFuture().join();
    }
}
