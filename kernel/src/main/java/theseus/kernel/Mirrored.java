package theseus.kernel;

import java.util.List;
import theseus.kernel.spi.ChangeSet;
import theseus.protocol.Gate;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/** What mirroring one side's changes to the other came to. */
sealed interface Mirrored {
    /** The other side's changes, derived rows included; shared tables are not among them. */
    record Done(ChangeSet changes) implements Mirrored {}

    /**
     * A record of the version in force wants the place of one that this version cannot see. Nobody
     * is at fault: the submission is refused.
     */
    record Taken(TableId table, Bytes key) implements Mirrored {
        /** Where nothing can be refused. */
        Failed failed() {
            return new Failed(
                    Gate.COLLISION,
                    "the key %s in %s is taken by a record that the version in force does not see"
                            .formatted(key.hex(), Way.name(table)),
                    List.of(key));
        }
    }

    /** The lens has no image for the version in force, which must not lack it either. */
    record Refused(TableId table, String reason) implements Mirrored {}

    /**
     * More is to be carried than may be, in one family or in all. Whoever sent it chose the size,
     * so in a block the submission is refused.
     */
    record TooLarge(String explanation) implements Mirrored {
        /** Where nothing can be refused any more. */
        Failed failed() {
            return new Failed(Gate.LENS_FAILED, explanation, List.of());
        }
    }

    /** The candidate or its lens is wrong. */
    record Failed(Gate gate, String explanation, List<Bytes> keys) implements Mirrored {
        public Failed {
            keys = List.copyOf(keys);
        }
    }
}
