package theseus.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import theseus.node.NodeException;
import theseus.node.TrustedState;

/** {@code theseus data guard}: a lost guard made again from the state. */
@Command(
        name = "guard",
        description = {
            "Make a lost or damaged validator.guard again from the state.",
            "Only when you know that this state is the newest that the key attested: a key that attests"
                    + " two blocks of one height is a key that lied."
        })
final class DataGuardCommand implements Runnable {
    @Option(names = "--state-is-newest", required = true, description = "Say that you know it.")
    private boolean isNewest;

    @Mixin private DirectoryOption directory = new DirectoryOption();
    @Mixin private Output output = new Output();

    @Override
    public void run() {
        if (!isNewest) {
            throw Failure.usage("Say --state-is-newest if you know it.");
        }
        try {
            output.result(Map.of("attestedHeight", TrustedState.run(directory.configuration())));
        } catch (NodeException e) {
            throw Failure.of(e);
        }
    }
}
