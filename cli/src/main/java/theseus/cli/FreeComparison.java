package theseus.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import theseus.kernel.Declared;
import theseus.kernel.Executed;
import theseus.protocol.Descriptor;
import theseus.protocol.EventRecord;
import theseus.protocol.Plan;
import theseus.protocol.Plan.MessageName;
import theseus.protocol.Receipt;
import theseus.protocol.Receipt.Status;

/**
 * Compares what the chain did with what the candidate did on a state of its own: how it ended, and
 * its events. Records are not compared: after a difference that is meant, both sides have others.
 */
final class FreeComparison {
    private final String instance;
    private final Descriptor candidate;
    private final List<Plan.Declaration> declarations;
    private long equal;
    private long declared;
    private long undeclared;

    FreeComparison(String instance, Descriptor candidate, List<Plan.Declaration> declarations) {
        this.instance = instance;
        this.candidate = candidate;
        this.declarations = List.copyOf(declarations);
    }

    /** What it came to; lines say how they differ. */
    record Outcome(boolean isEqual, boolean isDeclared, List<String> lines) {
        Outcome {
            lines = List.copyOf(lines);
        }
    }

    /**
     * @param messages of the submission, in order
     */
    Outcome compare(List<MessageName> messages, Executed old, Executed own) {
        List<String> lines = new ArrayList<>();
        Declared meant = new Declared(declarations, messages);
        boolean isDeclared = false;
        String before = outcome(old.receipt().status(), true);
        String after = outcome(own.receipt().status(), false);
        if (!before.equals(after)) {
            lines.add("result: " + before + " / " + after);
            isDeclared = meant.outcome(old.receipt().status(), own.receipt().status());
        } else if (!events(old.receipt(), _ -> true).equals(events(own.receipt(), _ -> true))) {
            String oldNames = names(old.receipt());
            String ownNames = names(own.receipt());
            lines.add(
                    oldNames.equals(ownNames)
                            ? "events: the same ones, with other content"
                            : "events: " + oldNames + " / " + ownNames);
            Predicate<EventRecord> notMeant = event -> !meant.event(event);
            isDeclared = events(old.receipt(), notMeant).equals(events(own.receipt(), notMeant));
        }
        if (lines.isEmpty()) {
            equal++;
        } else if (isDeclared) {
            declared++;
        } else {
            undeclared++;
        }
        return new Outcome(lines.isEmpty(), isDeclared, lines);
    }

    private String outcome(Status status, boolean isOld) {
        return switch (status) {
            case Status.Applied _ -> "applied";
            case Status.Refused(int message, String by, String code) ->
                    "refused message %d by %s: %s"
                            .formatted(message, by, isOld ? now(by, code) : code);
            case Status.Trapped(int message, String by, var kind, String _) ->
                    "trapped at message %d in %s: %s".formatted(message, by, kind);
            case Status.Rejected(String code) -> "not let in: " + code;
        };
    }

    private String now(String by, String code) {
        return by.equals(instance)
                ? candidate.refusalChanges().stream()
                        .filter(change -> change.code().equals(code))
                        .map(Descriptor.RefusalChange::now)
                        .findFirst()
                        .orElse(code)
                : code;
    }

    /** With their bodies, unless the candidate says that the shape changed. */
    private List<String> events(Receipt receipt, Predicate<EventRecord> wanted) {
        return receipt.events().stream()
                .filter(wanted)
                .map(
                        event ->
                                isChanged(event)
                                        ? event.name()
                                        : event.instance() + event.name() + event.body().hex())
                .toList();
    }

    private boolean isChanged(EventRecord event) {
        return event.instance().equals(instance)
                && candidate.eventsBefore().stream().anyMatch(e -> e.name().equals(event.name()));
    }

    private static String names(Receipt receipt) {
        return receipt.events().stream().map(EventRecord::name).collect(Collectors.joining(", "));
    }

    long equal() {
        return equal;
    }

    long declared() {
        return declared;
    }

    long undeclared() {
        return undeclared;
    }
}
