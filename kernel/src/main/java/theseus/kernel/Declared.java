package theseus.kernel;

import java.util.List;
import theseus.protocol.EventRecord;
import theseus.protocol.Plan;
import theseus.protocol.Plan.MessageName;
import theseus.protocol.Plan.Respect;
import theseus.protocol.Receipt.Status;
import theseus.protocol.TableId;

/**
 * Which differences a plan names, for the messages of one submission.
 *
 * <p>A declared outcome covers events and records too: what one world refused, it neither announced
 * nor wrote.
 */
public final class Declared {
    /** Subject of an outcome where the candidate applies what the version in force did not. */
    static final String APPLIED = "APPLIED";

    private final List<Plan.Declaration> declarations;
    private final List<MessageName> messages;

    /**
     * @param declarations all of the plan
     * @param messages those of the submission, in order; none for a routine
     */
    public Declared(List<Plan.Declaration> declarations, List<MessageName> messages) {
        this.messages = List.copyOf(messages);
        this.declarations =
                declarations.stream().filter(one -> messages.contains(one.message())).toList();
    }

    /** Whether it is meant that what ended like {@code old} ends like {@code candidate}. */
    public boolean outcome(Status old, Status candidate) {
        return switch (candidate) {
            case Status.Applied _ ->
                    old instanceof Status.Refused refused
                            ? names(refused.message(), APPLIED)
                            : old instanceof Status.Trapped trapped
                                    && names(trapped.message(), APPLIED);
            case Status.Refused refused -> names(refused.message(), refused.code());
            case Status.Trapped _, Status.Rejected _ -> false;
        };
    }

    /** Whether it is meant that this event is there, or is not, or says something else. */
    public boolean event(EventRecord event) {
        return declarations.stream()
                .anyMatch(
                        one ->
                                one.respect() == Respect.EVENT
                                        && one.message().instance().equals(event.instance())
                                        && one.subject().equals(event.name()));
    }

    boolean table(TableId table) {
        return declarations.stream()
                .anyMatch(
                        one ->
                                one.respect() == Respect.TABLE
                                        && one.message().instance().equals(table.instance())
                                        && one.subject().equals(table.table()));
    }

    private boolean names(int message, String outcome) {
        return message < messages.size()
                && declarations.stream()
                        .anyMatch(
                                one ->
                                        one.respect() == Respect.OUTCOME
                                                && one.message().equals(messages.get(message))
                                                && one.subject().equals(outcome));
    }
}
