package theseus.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** What the command line says of itself, as a page. */
final class CommandReference {
    private static final int WIDTH = 100;
    private static final List<String> DESCRIBED = List.of("module", "upgrade", "data");

    private CommandReference() {}

    static String markdown() {
        StringBuilder page =
                new StringBuilder(
                        """
                        # Commands: modules, upgrades, and a node's directory

                        What each command says of itself with `--help`. Written from the commands; do not edit.
                        """);
        CommandLine root = Theseus.commandLine();
        for (String group : DESCRIBED) {
            CommandLine command = root.getSubcommands().get(group);
            describe(command, page);
            command.getSubcommands().values().stream()
                    .distinct()
                    .filter(one -> !one.getCommandName().equals("help"))
                    .forEach(one -> describe(one, page));
        }
        return page.toString();
    }

    private static void describe(CommandLine command, StringBuilder page) {
        command.setUsageHelpWidth(WIDTH);
        page.append("\n## ").append(command.getCommandSpec().qualifiedName()).append("\n\n```\n");
        page.append(command.getUsageMessage(Ansi.OFF).strip()).append("\n```\n");
    }
}
