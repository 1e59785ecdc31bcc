package theseus.cli;

import picocli.CommandLine.Command;

/** {@code theseus data}: copies of a node's directory, and what to do when something is damaged. */
@Command(
        name = "data",
        description = {
            "Back up a node, restore it, mend the directory of one that is stopped.",
            "A node that starts says which file is damaged and what to do about it."
        },
        subcommands = {
            DataBackupCommand.class,
            DataRestoreCommand.class,
            DataRebuildCommand.class,
            DataGuardCommand.class
        })
final class DataCommand {}
