package theseus.kernel;

import java.util.Optional;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.Outcome;
import theseus.protocol.Descriptor;
import theseus.protocol.EventRecord;
import theseus.protocol.Receipt;
import theseus.protocol.Receipt.Status;

/** What a version in force said, in the words of the candidate: refusal codes and events. */
final class Seen {
    /** What turning one event into one of the candidate may use. */
    static final long EVENT_GAS = 5_000_000;

    private final Trial trial;
    private final Upkeep upkeep;

    Seen(Trial trial, Upkeep upkeep) {
        this.trial = trial;
        this.upkeep = upkeep;
    }

    /** {@code candidate} is what it did: that both failed is alike, however they did. */
    Executed by(Executed old, Executed candidate) {
        Receipt receipt = old.receipt();
        Receipt seen =
                new Receipt(
                        receipt.submission(),
                        status(receipt.status(), candidate.receipt().status()),
                        receipt.gasUsed(),
                        receipt.events().stream().map(this::event).toList(),
                        receipt.versions());
        return new Executed(seen, old.changes());
    }

    private Status status(Status status, Status candidate) {
        if (status instanceof Status.Trapped && candidate instanceof Status.Trapped) {
            return candidate;
        }
        if (status instanceof Status.Refused(int message, String instance, String code)) {
            return new Status.Refused(message, instance, now(instance, code));
        }
        return status;
    }

    private String now(String instance, String code) {
        Optional<Descriptor> candidate = trial.candidate(instance);
        if (candidate.isPresent()) {
            for (Descriptor.RefusalChange change : candidate.get().refusalChanges()) {
                if (change.code().equals(code)) {
                    return change.now();
                }
            }
        }
        return code;
    }

    /** An event that the candidate cannot turn stays as it is, and so differs. */
    private EventRecord event(EventRecord event) {
        Optional<Descriptor> candidate = trial.candidate(event.instance());
        boolean changed =
                candidate.isPresent()
                        && candidate.get().eventsBefore().stream()
                                .anyMatch(one -> one.name().equals(event.name()));
        if (!changed) {
            return event;
        }
        Instance instance = trial.candidates().find(event.instance()).orElseThrow();
        Outcome outcome =
                upkeep.invoke(
                        instance,
                        new Invocation.UpEvent(event.name(), event.body()),
                        new PureHost(instance.name()),
                        EVENT_GAS);
        return outcome instanceof Outcome.Returned returned
                ? new EventRecord(event.instance(), event.name(), returned.value())
                : event;
    }
}
