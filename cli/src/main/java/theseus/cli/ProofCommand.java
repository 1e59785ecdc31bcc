package theseus.cli;

import picocli.CommandLine.Command;

/** {@code theseus proof}: check answers without trusting the node that gave them. */
@Command(
        name = "proof",
        description = {"Check an answer offline.", "Trusts nothing but the genesis validators."},
        subcommands = ProofVerifyCommand.class)
final class ProofCommand {}
