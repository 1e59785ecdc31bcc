package theseus.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code theseus upgrade schedule}: a preset as JSON, to begin a file with. */
@Command(
        name = "schedule",
        description = "Print a schedule as JSON: a preset to look at, or to write a file from.")
final class UpgradeScheduleCommand implements Runnable {
    @Parameters(
            paramLabel = "NAME",
            defaultValue = "hours",
            description = "demo, hours or days (default: ${DEFAULT-VALUE}).")
    private String name = "hours";

    @Spec private CommandSpec command = CommandSpec.create();

    @Override
    public void run() {
        command.commandLine()
                .getOut()
                .println(Output.write(Schedules.plain(Schedules.named(name, false, false))));
        command.commandLine().getOut().flush();
    }
}
