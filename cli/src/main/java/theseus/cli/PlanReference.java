package theseus.cli;

import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Parameters;
import theseus.client.ChainClient;
import theseus.kernel.KernelTables;
import theseus.kernel.PlanRecord;
import theseus.sdk.Hash;

/** Names a plan: by its id, the beginning of it, or the number of its proposal. */
final class PlanReference {
    private static final int FEWEST_DIGITS = 6;

    @Parameters(
            index = "0",
            paramLabel = "PLAN",
            description =
                    "The plan's id, its first 6 digits or more, or the number of its proposal.")
    private String text = "";

    static PlanReference of(String text) {
        PlanReference reference = new PlanReference();
        reference.text = text;
        return reference;
    }

    /** A plan that the chain knows, with the proposal that opened it where there is one. */
    record Found(Hash id, PlanRecord record, Optional<Committee.Listed> proposal) {
        long number() {
            return voted().number();
        }

        Committee.Listed voted() {
            return proposal.orElseThrow(
                    () ->
                            Failure.usage(
                                    "No proposal of this governance opened the plan " + id + "."));
        }
    }

    Found find(ChainClient client, Committee committee) {
        Optional<Committee.Listed> proposal =
                committee.proposals().stream().filter(this::isMeant).findFirst();
        Optional<Hash> id =
                proposal.flatMap(Committee.Listed::plan)
                        .or(
                                () ->
                                        text.matches("[0-9a-f]{64}")
                                                ? Optional.of(Hash.fromHex(text))
                                                : Optional.empty());
        if (id.isEmpty()) {
            throw Failure.refused(
                    "NO_SUCH_PLAN",
                    "There is no plan " + text + ". Those that there are: theseus upgrade status");
        }
        return new Found(id.get(), record(client, id.get()), proposal);
    }

    /** What is voted on: the proposal of a plan, or any other by its number. */
    Committee.Listed proposal(ChainClient client, Committee committee) {
        return otherProposal(committee).orElseGet(() -> find(client, committee).voted());
    }

    /** A proposal of that number which opens no plan. */
    Optional<Committee.Listed> otherProposal(Committee committee) {
        return isNumber()
                ? committee.proposals().stream()
                        .filter(one -> one.plan().isEmpty() && isNumberOf(one))
                        .findFirst()
                : Optional.empty();
    }

    static PlanRecord record(ChainClient client, Hash id) {
        return client.prove(KernelTables.PLANS, KernelTables.key(id), OptionalLong.empty())
                .value()
                .map(PlanRecord::decode)
                .orElseThrow(
                        () -> Failure.refused("NO_SUCH_PLAN", "The chain has no plan " + id + "."));
    }

    private boolean isMeant(Committee.Listed listed) {
        if (listed.plan().isEmpty()) {
            return false;
        }
        if (isNumber()) {
            return isNumberOf(listed);
        }
        return text.length() >= FEWEST_DIGITS
                && listed.plan()
                        .get()
                        .toString()
                        .startsWith(text.toLowerCase(java.util.Locale.ROOT));
    }

    private boolean isNumber() {
        return text.matches("#?[0-9]{1,5}");
    }

    private boolean isNumberOf(Committee.Listed listed) {
        return isNumber() && listed.number() == Long.parseLong(text.replace("#", ""));
    }

    static String abbreviated(Hash id) {
        return id.toString().substring(0, 12);
    }
}
