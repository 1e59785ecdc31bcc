package theseus.protocol;

import java.util.List;
import java.util.Optional;
import theseus.sdk.Bytes;
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
        Wire.notNegative("gas used", gasUsed);
        Wire.atMost("events of a receipt", events.size(), Limits.MAX_EVENTS);
        Wire.atMost("versions of a receipt", versions.size(), Limits.MAX_INSTANCES);
    }

    /**
     * A version of a module that ran.
     *
     * @param plan the plan under which it served; empty for a version in force
     */
    public record VersionUsed(String instance, String version, Hash artifact, Optional<Hash> plan) {
        public VersionUsed {
            Wire.name("an instance's name", instance);
            Wire.name("a version", version);
        }

        void write(CborWriter out) {
            out.arrayHeader(4).text(instance).text(version).bytes(artifact.bytes());
            Wire.optional(out, plan, (hash, to) -> to.bytes(hash.bytes()));
        }

        static VersionUsed read(CborReader in) {
            in.expectArray(4);
            return new VersionUsed(
                    in.text(), in.text(), in.hash(), Wire.optional(in, CborReader::hash));
        }
    }

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

    public Bytes encode() {
        return Wire.encode(this::write);
    }

    public static Receipt decode(Bytes encoding) {
        return Wire.decode(encoding, Limits.MAX_BLOCK_BYTES, Receipt::read);
    }

    void write(CborWriter out) {
        out.arrayHeader(5).bytes(submission.bytes());
        write(status, out);
        out.integer(gasUsed);
        Wire.list(out, events, EventRecord::write);
        Wire.list(out, versions, VersionUsed::write);
    }

    static Receipt read(CborReader in) {
        in.expectArray(5);
        return new Receipt(
                in.hash(),
                readStatus(in),
                in.integer(64),
                Wire.list(in, Limits.MAX_EVENTS, EventRecord::read),
                Wire.list(in, Limits.MAX_INSTANCES, VersionUsed::read));
    }

    private static void write(Status status, CborWriter out) {
        out.arrayHeader(2);
        switch (status) {
            case Status.Applied() -> out.integer(0).arrayHeader(0);
            case Status.Refused(int message, String instance, String code) ->
                    out.integer(1).arrayHeader(3).integer(message).text(instance).text(code);
            case Status.Trapped(int message, String instance, TrapKind kind, String reason) ->
                    out.integer(2)
                            .arrayHeader(4)
                            .integer(message)
                            .text(instance)
                            .integer(kind.ordinal())
                            .text(reason);
            case Status.Rejected(String code) -> out.integer(3).arrayHeader(1).text(code);
        }
    }

    private static Status readStatus(CborReader in) {
        in.expectArray(2);
        return switch (in.position(4)) {
            case 0 -> {
                in.expectArray(0);
                yield new Status.Applied();
            }
            case 1 -> {
                in.expectArray(3);
                yield new Status.Refused((int) in.integer(32), in.text(), in.text());
            }
            case 2 -> {
                in.expectArray(4);
                yield new Status.Trapped(
                        (int) in.integer(32),
                        in.text(),
                        TrapKind.values()[in.position(TrapKind.values().length)],
                        in.text());
            }
            default -> {
                in.expectArray(1);
                yield new Status.Rejected(in.text());
            }
        };
    }
}
