package theseus.protocol;

import java.util.List;
import theseus.sdk.Hash;

/**
 * What became of a submission in a block.
 *
 * @param submission id of the transaction or statement
 * @param versions the module versions that ran, by instance name
 */
public record Receipt(
        Hash submission,
        Status status,
        long gasUsed,
        List<EventRecord> events,
        List<VersionUsed> versions) {
    public Receipt {
        events = List.copyOf(events);
        versions = List.copyOf(versions);
    }

    /** A version of a module that ran. */
    public record VersionUsed(String instance, String version, Hash artifact) {}

    /** The outcome. Everything but {@link Applied} left the state as it was, nonce excepted. */
    public sealed interface Status {
        record Applied() implements Status {}

        /** A module refused, with its own code. {@code message} counts from 0. */
        record Refused(int message, String instance, String code) implements Status {}

        /** A module failed. */
        record Trapped(int message, String instance, TrapKind kind, String reason)
                implements Status {}

        /** The kernel did not let it in: nonce and gas are not spent either. */
        record Rejected(String code) implements Status {}
    }
}
