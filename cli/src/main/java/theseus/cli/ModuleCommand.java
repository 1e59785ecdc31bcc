package theseus.cli;

import picocli.CommandLine.Command;

/** {@code theseus module}: for authors of modules. */
@Command(
        name = "module",
        description = "Start, build, check and rehearse a module, or a next version of it.",
        subcommands = {
            ModuleNewCommand.class,
            ModuleBuildCommand.class,
            ModuleCheckCommand.class,
            ModuleRehearseCommand.class,
            ModuleReportCommand.class,
            ModuleDescribeCommand.class
        })
final class ModuleCommand {}
