package theseus.node;

import java.nio.file.Path;

/** A node in a process of its own, for tests that kill it. Prints its address, then waits. */
final class NodeProcess {
    private NodeProcess() {}

    public static void main(String[] arguments) throws Exception {
        Node node = Node.start(TestChain.config(Path.of(arguments[0])));
        System.out.println(node.address().orElseThrow());
        node.stopped().toCompletableFuture().join();
    }
}
