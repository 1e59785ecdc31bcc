package theseus.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code theseus tx explain}: what a transaction did, call by call. */
@Command(
        name = "explain",
        description = {
            "Show what a transaction did, call by call.",
            "Runs it again on the state before its block: reads, writes, events, gas, who refused."
        })
final class TxExplainCommand implements Runnable {
    @Parameters(paramLabel = "ID", description = "The transaction's id.")
    private String id = "";

    @Mixin private NodeOption node = new NodeOption();
    @Mixin private Output output = new Output();

    @Override
    public void run() {
        String transaction = TxShowCommand.checked(id);
        output.result(
                node.ask(
                        client ->
                                Plain.map(
                                        client.get(
                                                "/v1/transactions/" + transaction + "/explain"))));
    }
}
