package theseus.assessment;

import java.util.List;
import java.util.Optional;
import theseus.protocol.Gate;
import theseus.protocol.Plan;
import theseus.sdk.Hash;

/**
 * What a rehearsal saw: a candidate over a chain's past blocks. Nothing in it depends on when or
 * where it ran, so who repeats it on the same blocks has the same value.
 *
 * @param findings of the check, and of the comparison of descriptors
 * @param declarations differences that the plan says are meant
 * @param messages sorted by name; those without a sample are in {@code uncovered} instead
 * @param divergences the first ones, at most {@link #MAX_DIVERGENCES}
 * @param free the candidate alone with what it wrote itself
 */
public record Rehearsed(
        Subject subject,
        Sample sample,
        List<Finding> findings,
        List<Plan.Declaration> declarations,
        List<MessageResult> messages,
        List<Divergence> divergences,
        FreeRun free,
        List<InvariantResult> invariants,
        List<TableMigration> tables,
        List<Dependent> dependents,
        Reversal reversal,
        List<Uncovered> uncovered) {
    public static final int MAX_DIVERGENCES = 8;

    public Rehearsed {
        findings = List.copyOf(findings);
        declarations = List.copyOf(declarations);
        messages = List.copyOf(messages);
        divergences = List.copyOf(divergences);
        invariants = List.copyOf(invariants);
        tables = List.copyOf(tables);
        dependents = List.copyOf(dependents);
        uncovered = List.copyOf(uncovered);
        if (divergences.size() > MAX_DIVERGENCES) {
            throw new IllegalArgumentException(divergences.size() + " divergences");
        }
    }

    /** What is to take whose place, and where. */
    public record Subject(
            Hash chain,
            String chainName,
            String instance,
            String module,
            String fromVersion,
            Hash from,
            String toVersion,
            Hash to) {}

    /**
     * The blocks that it was run over.
     *
     * @param fromHeight the state after this block was migrated; blocks after it were compared
     * @param touched transactions that ran in the instance, calls by other modules included
     * @param routines what ran at the beginning and end of blocks and was compared too
     * @param stateRoot of the chain at {@code toHeight}, which the replay reached
     */
    public record Sample(
            long fromHeight,
            long toHeight,
            long transactions,
            long touched,
            long routines,
            Hash stateRoot) {
        public long blocks() {
            return toHeight - fromHeight;
        }
    }

    /**
     * One message type; a transaction counts for each type in it.
     *
     * @param refusedOld how many the version in force refused
     * @param gasPercentMax the candidate's gas to the other's in the worst transaction
     */
    public record MessageResult(
            Plan.MessageName message,
            long equal,
            long declared,
            long undeclared,
            long refusedOld,
            long refusedCandidate,
            long keys,
            long oldGas,
            long candidateGas,
            long gasPercentMax) {
        public long compared() {
            return equal + declared + undeclared;
        }

        /** The candidate's gas to the other's, summed. */
        public long gasPercent() {
            return oldGas == 0 ? 100 : (candidateGas * 100 + oldGas / 2) / oldGas;
        }
    }

    /** How the candidate was run when it differed. */
    public enum Mode {
        /** Beside the version in force, on what that one did so far. */
        COMPARING,
        /** Alone, on what it did itself so far. */
        FREE
    }

    /**
     * A transaction or routine in which the worlds differ.
     *
     * @param gate that it would hit; empty when the difference is declared
     * @param differences one line each
     */
    public record Divergence(
            Mode mode,
            long height,
            Hash submission,
            String what,
            Optional<Gate> gate,
            String explanation,
            List<String> differences,
            Side old,
            Side candidate) {
        public Divergence {
            differences = List.copyOf(differences);
        }
    }

    /** What one world made of it, in lines to be read. */
    public record Side(String result, long gasUsed, List<String> events, List<String> changes) {
        public Side {
            events = List.copyOf(events);
            changes = List.copyOf(changes);
        }
    }

    /**
     * The candidate over the same blocks on its own state.
     *
     * @param why it was not run; empty when it was
     * @param restedBlocks in so many blocks it was not run, since another plan had authority; it
     *     went on from the chain's state after them
     */
    public record FreeRun(
            String why, long equal, long declared, long undeclared, long restedBlocks) {
        public long compared() {
            return equal + declared + undeclared;
        }
    }

    /** Whether an invariant of the candidate held; {@code detail} says where it did not. */
    public record InvariantResult(String name, String kind, boolean held, String detail) {}

    /**
     * A table that the candidate has and the version in force has not, under that schema.
     *
     * @param from where its records come from; empty when from nowhere, or when it is derived
     * @param hidden records without an old image at the end of the free run
     */
    public record TableMigration(
            String table, int schema, String from, long records, long sizeBytes, long hidden) {}

    /**
     * An instance on the other end of an interface.
     *
     * @param dependsOnIt whether it calls the instance; else the instance calls it
     * @param calls in the blocks of the sample
     */
    public record Dependent(
            String instance, String interfaceName, boolean dependsOnIt, long calls) {}

    /**
     * The way back.
     *
     * @param reasons why there is none, or what it costs
     * @param quarantined records that the version before could not see, so a rollback puts them
     *     aside, readable
     */
    public record Reversal(boolean reversible, List<String> reasons, long quarantined) {
        public Reversal {
            reasons = List.copyOf(reasons);
        }
    }

    /** What no sample showed, and what that leaves open. */
    public record Uncovered(String what, String consequence) {}
}
