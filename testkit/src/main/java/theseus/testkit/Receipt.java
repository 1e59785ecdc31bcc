package theseus.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.protocol.EventRecord;
import theseus.protocol.Receipt.Status;
import theseus.protocol.RecordCodec;
import theseus.protocol.TrapKind;
import theseus.sdk.Event;
import theseus.sdk.Refusal;

/**
 * What became of a transaction, in the test's own types. The methods that say what should have
 * happened fail the test with what did, and give the receipt back.
 */
public final class Receipt {
    private final String what;
    private final theseus.protocol.Receipt receipt;
    private final Modules modules;
    private final Optional<Throwable> failure;

    Receipt(
            String what,
            theseus.protocol.Receipt receipt,
            Modules modules,
            Optional<Throwable> failure) {
        this.what = what;
        this.receipt = receipt;
        this.modules = modules;
        this.failure = failure;
    }

    /** It must have been applied. */
    public Receipt applied() {
        return should(receipt.status() instanceof Status.Applied, "be applied");
    }

    /** A module must have refused it for {@code reason}. */
    public Receipt refused(Refusal reason) {
        return refused(reason.name());
    }

    /** A module must have refused it with {@code code}. */
    public Receipt refused(String code) {
        boolean is =
                receipt.status() instanceof Status.Refused refused && refused.code().equals(code);
        return should(is, "be refused with " + code);
    }

    /** A module must have failed like this. */
    public Receipt trapped(TrapKind kind) {
        boolean is = receipt.status() instanceof Status.Trapped trapped && trapped.kind() == kind;
        return should(is, "trap with " + kind);
    }

    /** The kernel must have rejected it with {@code code}. */
    public Receipt rejected(String code) {
        boolean is =
                receipt.status() instanceof Status.Rejected rejected
                        && rejected.code().equals(code);
        return should(is, "be rejected with " + code);
    }

    private Receipt should(boolean is, String expected) {
        if (!is) {
            throw new AssertionError(
                    "%s should %s, but %s".formatted(what, expected, outcome()),
                    failure.orElse(null));
        }
        return this;
    }

    public boolean isApplied() {
        return receipt.status() instanceof Status.Applied;
    }

    /** The code of a refusal or rejection, the kind of a trap; empty when it was applied. */
    public Optional<String> code() {
        return switch (receipt.status()) {
            case Status.Applied() -> Optional.empty();
            case Status.Refused(_, _, String code) -> Optional.of(code);
            case Status.Trapped(_, _, TrapKind kind, _) -> Optional.of(kind.name());
            case Status.Rejected(String code) -> Optional.of(code);
        };
    }

    /** In words: {@code was refused by assets: INSUFFICIENT_FUNDS}. */
    public String outcome() {
        return switch (receipt.status()) {
            case Status.Applied() -> "was applied";
            case Status.Refused(_, String instance, String code) ->
                    "was refused by " + instance + ": " + code;
            case Status.Trapped(_, String instance, TrapKind kind, String reason) ->
                    "trapped in %s, %s: %s".formatted(instance, kind, reason);
            case Status.Rejected(String code) -> "was rejected: " + code;
        };
    }

    /** The events of this type, in order. */
    public <E extends Event> List<E> events(Class<E> type) {
        List<E> events = new ArrayList<>();
        RecordCodec<E> codec = RecordCodec.of(type);
        for (EventRecord event : receipt.events()) {
            if (event.name().equals(type.getSimpleName())
                    && modules.emits(event.instance(), type)) {
                events.add(codec.decode(event.body()));
            }
        }
        return List.copyOf(events);
    }

    /** The event of this type; there must be one and no other. */
    public <E extends Event> E event(Class<E> type) {
        List<E> events = events(type);
        if (events.size() != 1) {
            throw new AssertionError(
                    "%s should tell of one %s, but %s with the events %s"
                            .formatted(what, type.getSimpleName(), outcome(), names()));
        }
        return events.getFirst();
    }

    private List<String> names() {
        return receipt.events().stream()
                .map(event -> event.instance() + "." + event.name())
                .toList();
    }

    public long gasUsed() {
        return receipt.gasUsed();
    }

    /** As it stands on the chain. */
    public theseus.protocol.Receipt onChain() {
        return receipt;
    }

    @Override
    public String toString() {
        return "%s %s; gas %d; events %s".formatted(what, outcome(), gasUsed(), names());
    }
}
