package theseus.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code theseus block}: a block, its transactions and receipts. */
@Command(name = "block", description = "Show a block and its receipts.")
final class BlockCommand implements Runnable {
    @Parameters(
            paramLabel = "HEIGHT",
            defaultValue = "latest",
            description = "A height, or latest.")
    private String height = "latest";

    @Mixin private NodeOption node = new NodeOption();
    @Mixin private Output output = new Output();

    @Override
    public void run() {
        if (!height.matches("latest|0|[1-9][0-9]{0,17}")) {
            throw Failure.usage("A height is a whole number or 'latest', not '" + height + "'.");
        }
        output.result(node.ask(client -> Plain.map(client.get("/v1/blocks/" + height))));
    }
}
