package theseus.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The command line's entry. */
@Command(
        name = "theseus",
        description = "A modular blockchain whose every plank can be replaced under way.",
        mixinStandardHelpOptions = true,
        version = "theseus 0.1.0-SNAPSHOT",
        scope = CommandLine.ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:asked and answered with no: a refused transaction, a proof that does not verify",
            "2:wrong usage",
            "69:something this needs is not there: a node, a file, a JDK",
            "70:a defect of this program"
        })
public final class Theseus {
    private static final List<Class<?>> COMMANDS =
            List.of(
                    DemoCommand.class,
                    UpCommand.class,
                    StatusCommand.class,
                    KeysCommand.class,
                    TokenCommand.class,
                    TxCommand.class,
                    QueryCommand.class,
                    BlockCommand.class,
                    GenesisCommand.class,
                    DataCommand.class,
                    ProofCommand.class,
                    ModuleCommand.class,
                    UpgradeCommand.class,
                    LauncherCommands.Test.class,
                    LauncherCommands.Bench.class,
                    AutoComplete.GenerateCompletion.class);

    private Theseus() {}

    public static void main(String[] arguments) {
        System.exit(
                run(
                        arguments,
                        new PrintWriter(System.out, true),
                        new PrintWriter(System.err, true)));
    }

    /** With all commands. */
    static CommandLine commandLine() {
        return commandLine(COMMANDS);
    }

    /**
     * With {@code up} alone where that is what is asked for: reading the options of all commands
     * takes longer than a small node's start otherwise does.
     */
    static CommandLine commandLine(String[] arguments) {
        return arguments.length > 0 && arguments[0].equals("up")
                ? commandLine(List.of(UpCommand.class))
                : commandLine();
    }

    private static CommandLine commandLine(List<Class<?>> commands) {
        CommandLine root = new CommandLine(new Theseus());
        commands.forEach(root::addSubcommand);
        return root;
    }

    /** Runs one command line and returns its exit code. */
    static int run(String[] arguments, PrintWriter out, PrintWriter err) {
        return commandLine(arguments)
                .setOut(out)
                .setErr(err)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler(Theseus::explain)
                .execute(arguments);
    }

    private static int explain(Exception problem, CommandLine command, ParseResult parsed) {
        Failure failure =
                problem instanceof Failure known
                        ? known
                        : new Failure(ExitCode.INTERNAL, "INTERNAL", "A defect: " + problem);
        boolean json = parsed.originalArgs().contains("--json");
        if (json) {
            Map<String, Object> error = new LinkedHashMap<>();
            error.put("code", failure.code());
            error.put("message", failure.getMessage());
            Map<String, Object> document = new LinkedHashMap<>(failure.document());
            document.put("error", error);
            command.getOut().println(Output.write(document));
        } else {
            command.getErr().println(Shown.lines(String.valueOf(failure.getMessage())));
        }
        if (failure.exitCode() == ExitCode.INTERNAL && System.getenv("THESEUS_DEBUG") != null) {
            problem.printStackTrace(command.getErr());
        }
        return failure.exitCode();
    }
}
