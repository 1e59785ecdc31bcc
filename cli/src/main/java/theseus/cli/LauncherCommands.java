package theseus.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands that the launcher script carries out itself; they stand here for {@code --help}. */
final class LauncherCommands {
    private LauncherCommands() {}

    private static Failure launcherOnly(String command) {
        return Failure.usage("Run this by the launcher of a checkout: ./theseus " + command);
    }

    @Command(name = "test", description = "Run all tests of this checkout.")
    static final class Test implements Runnable {
        @Option(names = "--long", description = "Also the long campaigns.")
        private boolean campaigns;

        @Override
        public void run() {
            throw launcherOnly(campaigns ? "test --long" : "test");
        }
    }

    @Command(name = "bench", description = "Measure: see docs/benchmarks.md.")
    static final class Bench implements Runnable {
        @Parameters(arity = "0..*", paramLabel = "NAME", description = "Which; all when none.")
        private String[] names = {};

        @Option(names = "--json", description = "Print a JSON list of figures.")
        private boolean json;

        @Override
        public void run() {
            throw launcherOnly("bench " + String.join(" ", names) + (json ? " --json" : ""));
        }
    }
}
