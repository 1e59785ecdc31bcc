package theseus.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code theseus tx show}: a transaction and its receipt. */
@Command(name = "show", description = "Show a committed transaction with its receipt.")
final class TxShowCommand implements Runnable {
    @Parameters(paramLabel = "ID", description = "The transaction's id.")
    private String id = "";

    @Mixin private NodeOption node = new NodeOption();
    @Mixin private Output output = new Output();

    @Override
    public void run() {
        String transaction = TxShowCommand.checked(id);
        output.result(node.ask(client -> Plain.map(client.get("/v1/transactions/" + transaction))));
    }

    static String checked(String id) {
        if (!id.matches("[0-9a-f]{64}")) {
            throw Failure.usage("A transaction's id has 64 lower-case hexadecimal digits.");
        }
        return id;
    }
}
