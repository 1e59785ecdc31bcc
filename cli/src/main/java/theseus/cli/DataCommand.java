package theseus.cli;

import picocli.CommandLine.Command;

/** {@code theseus data}: what to do about a node's directory when something in it is damaged. */
@Command(
        name = "data",
        description = {
            "Mend the directory of a node that is stopped.",
            "A node that starts says which file is damaged and what to do about it."
        },
        subcommands = {DataRebuildCommand.class, DataGuardCommand.class})
final class DataCommand {}
