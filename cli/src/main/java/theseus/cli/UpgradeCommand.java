package theseus.cli;

import picocli.CommandLine.Command;

/** {@code theseus upgrade}: replaces modules on a running chain. */
@Command(
        name = "upgrade",
        description = {
            "Replace modules on a running chain, and take them back.",
            "propose, vote and watch are all that an upgrade needs; validators do the rest."
        },
        subcommands = {
            UpgradeProposeCommand.Propose.class,
            UpgradeVoteCommand.class,
            UpgradeCommentCommand.class,
            UpgradeStatusCommand.class,
            UpgradeWatchCommand.class,
            UpgradeTouchedCommand.class,
            UpgradeStopCommand.class,
            UpgradeTripCommand.class,
            UpgradeProposeCommand.Hotfix.class,
            UpgradeStageCommand.class,
            UpgradeScheduleCommand.class
        })
final class UpgradeCommand {}
