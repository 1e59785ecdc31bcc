package theseus.protocol;

import java.util.List;
import java.util.Optional;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.Hash;
import theseus.sdk.PlanKind;

/**
 * A change of modules that a chain may agree on. Its id is a hash of all it says, so whoever votes,
 * prepares or reports speaks of exactly this.
 *
 * @param chain the only chain that it is for
 * @param title for people, one line
 * @param actions sorted by instance, each instance once
 * @param irreversible whether it goes from shadow to final at once
 * @param hotfix whether it skips the windows of shadow and canary
 * @param declarations differences from the version in force that are meant
 * @param waived messages that need no compared samples
 * @param assessment SHA-256 of the risk report that was made for it
 */
public record Plan(
        Hash chain,
        String title,
        List<Action> actions,
        boolean irreversible,
        boolean hotfix,
        Schedule schedule,
        List<Declaration> declarations,
        List<MessageName> waived,
        Optional<Hash> assessment) {
    public static final int MAX_ACTIONS = 16;
    public static final int MAX_DECLARATIONS = 64;
    public static final int MAX_STEPS = 8;
    public static final int MAX_BYTES = 96 * 1024;

    private static final String DOMAIN = "theseus/plan/1";
    private static final RecordCodec<Plan> CODEC = RecordCodec.of(Plan.class);

    public Plan {
        actions = List.copyOf(actions);
        declarations = List.copyOf(declarations);
        waived = List.copyOf(waived);
        Wire.atMost("characters of a title", title.length(), Limits.MAX_REASON_LENGTH);
        Wire.atMost("actions of a plan", actions.size(), MAX_ACTIONS);
        Wire.atMost("declarations of a plan", declarations.size(), MAX_DECLARATIONS);
        Wire.atMost("waived messages of a plan", waived.size(), MAX_DECLARATIONS);
    }

    /** What happens to an instance. */
    public sealed interface Action {
        String instance();

        /** Another version in the place of {@code from}, which must be in force. */
        record Upgrade(
                String instance,
                Hash from,
                Hash to,
                List<Genesis.Binding> bindings,
                List<Capability> granted)
                implements Action {
            public Upgrade {
                bindings = List.copyOf(bindings);
                granted = List.copyOf(granted);
            }
        }

        /** A new instance. */
        record Install(
                String instance,
                Hash artifact,
                Bytes document,
                List<Genesis.Binding> bindings,
                List<Capability> granted)
                implements Action {
            public Install {
                bindings = List.copyOf(bindings);
                granted = List.copyOf(granted);
            }
        }

        /** The instance goes; its tables leave the root when the plan is final. */
        record Retire(String instance, Hash from) implements Action {}
    }

    /** A message type, whatever its form. */
    public record MessageName(String instance, String message) implements Comparable<MessageName> {
        @Override
        public int compareTo(MessageName other) {
            int byInstance = instance.compareTo(other.instance);
            return byInstance != 0 ? byInstance : message.compareTo(other.message);
        }
    }

    /**
     * A difference that is meant: for one message type, in one respect.
     *
     * @param subject what may differ: a refusal code or {@code APPLIED} (the new outcome), the name
     *     of an event, or the name of a table of the message's instance
     * @param reason for those who vote
     */
    public record Declaration(
            MessageName message, Respect respect, String subject, String reason) {}

    /** In what respect two executions may differ. */
    public enum Respect {
        OUTCOME,
        EVENT,
        TABLE
    }

    /**
     * How long what takes, and what a window must have seen. All counts of blocks.
     *
     * @param votingBlocks a vote that takes longer stops the plan
     * @param readyBlocks so do validators that are not ready by then
     * @param backfillBlocks so does a backfill
     * @param reportBlocks validators report at each height that this divides
     * @param agreementBlocks so many blocks without agreeing reports stop the plan
     * @param canary the steps, each selecting more than the one before; may be empty
     * @param gasFactor what the candidate may use at most, times the sender's limit
     * @param gasRatioPercent the candidate's gas to the other's, beyond which the plan is held
     */
    public record Schedule(
            long votingBlocks,
            long readyBlocks,
            long backfillBlocks,
            long reportBlocks,
            long agreementBlocks,
            Window shadow,
            List<Step> canary,
            Window probation,
            int gasFactor,
            int gasRatioPercent) {
        public Schedule {
            canary = List.copyOf(canary);
            Wire.atMost("steps of a canary", canary.size(), MAX_STEPS);
        }
    }

    /**
     * What must all have been seen before a phase or step ends.
     *
     * @param transactions of each message type that is not waived: compared ones in SHADOW, from
     *     CANARY on such as the candidate served
     * @param keys distinct canary keys among these, of all types together
     */
    public record Window(long blocks, long millis, long transactions, long keys) {}

    /**
     * Part of a canary: the share of keys, of 10,000, for which the candidate counts. Which keys
     * that are is drawn anew each {@link Window#blocks}, until the window is complete.
     */
    public record Step(int basisPoints, Window window) {}

    /** What it asks of those who vote. */
    public PlanKind kind() {
        if (actions.stream().anyMatch(one -> one instanceof Action.Retire)) {
            return PlanKind.RETIRE;
        }
        if (actions.stream().allMatch(one -> one instanceof Action.Install)) {
            return PlanKind.INSTALL;
        }
        if (irreversible) {
            return PlanKind.IRREVERSIBLE;
        }
        return hotfix ? PlanKind.HOTFIX : PlanKind.UPGRADE;
    }

    /** SHA-256 of the domain and the encoding. */
    public Hash id() {
        return idOf(encode());
    }

    /** The id of an encoded plan. */
    public static Hash idOf(Bytes encoding) {
        return Sha256.of(DOMAIN, encoding);
    }

    public Bytes encode() {
        return CODEC.encode(this);
    }

    public static Plan decode(Bytes encoding) {
        return CODEC.decode(encoding);
    }
}
