package theseus.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A change of versions that a chain may agree on. */
public record Plan(
        String id,
        List<Action> actions,
        boolean irreversible,
        boolean hotfix,
        Schedule schedule,
        Set<Declaration> declarations,
        Set<MessageName> waived) {
    /** What happens to an instance. */
    public sealed interface Action {
        String instance();

        record Upgrade(String instance, Version from, Version to) implements Action {}

        record Install(String instance, Version version, String document) implements Action {}

        record Retire(String instance, Version from) implements Action {}
    }

    public record MessageName(String instance, String message) {}

    public enum Respect {
        OUTCOME,
        EVENT,
        TABLE
    }

    /**
     * A difference that is meant, for one type of message.
     *
     * @param subject the new refusal code, or {@code APPLIED}; the name of an event; of a table
     */
    public record Declaration(MessageName message, Respect respect, String subject) {}

    /** What must all have been seen before a phase or step ends. */
    public record Window(long blocks, long millis, long transactions, long keys) {
        public static final Window NONE = new Window(0, 0, 0, 0);
    }

    /** How long what takes, in blocks; one canary window for each step. */
    public record Schedule(
            long votingBlocks,
            long readyBlocks,
            long backfillBlocks,
            long reportBlocks,
            long agreementBlocks,
            Window shadow,
            List<Window> canary,
            Window probation,
            int gasFactor,
            int gasRatioPercent) {}

    boolean hasUpgrade() {
        return actions.stream().anyMatch(action -> action instanceof Action.Upgrade);
    }

    Set<String> instances() {
        return actions.stream().map(Action::instance).collect(Collectors.toSet());
    }

    /** The versions of world-new, where these are in force. */
    Map<String, Version> over(Map<String, Version> versions) {
        Map<String, Version> all = new TreeMap<>(versions);
        all.putAll(candidates());
        return all;
    }

    /**
     * A canary key for each message to an instance of the plan; the sender when there is none. All
     * of them must be selected.
     */
    SortedSet<String> keys(Transaction transaction) {
        SortedSet<String> keys = new TreeSet<>();
        Map<String, Version> candidates = candidates();
        for (Message message : transaction.messages()) {
            Optional.ofNullable(candidates.get(message.instance()))
                    .map(one -> one.canaryKeys.getOrDefault(message.name(), _ -> ""))
                    .map(key -> key.apply(message))
                    .map(key -> key.isEmpty() ? transaction.sender() : key)
                    .ifPresent(keys::add);
        }
        if (keys.isEmpty()) {
            keys.add(transaction.sender());
        }
        return keys;
    }

    boolean retires(String instance) {
        return replaced().containsKey(instance) && !candidates().containsKey(instance);
    }

    /** Whether what the instance calls, directly or through others, is this plan's. */
    boolean isReachedBy(String instance, Map<String, Version> inForce) {
        if (instances().contains(instance)) {
            return true;
        }
        Version version = inForce.get(instance);
        return version != null
                && version.calls.stream().anyMatch(callee -> isReachedBy(callee, inForce));
    }

    /** Versions that this plan brings, by instance. */
    Map<String, Version> candidates() {
        Map<String, Version> candidates = new TreeMap<>();
        for (Action action : actions) {
            switch (action) {
                case Action.Upgrade(String instance, _, Version to) -> candidates.put(instance, to);
                case Action.Install(String instance, Version version, _) ->
                        candidates.put(instance, version);
                case Action.Retire _ -> {}
            }
        }
        return candidates;
    }

    Map<String, Version> replaced() {
        Map<String, Version> replaced = new TreeMap<>();
        for (Action action : actions) {
            switch (action) {
                case Action.Upgrade(String instance, Version from, _) ->
                        replaced.put(instance, from);
                case Action.Retire(String instance, Version from) -> replaced.put(instance, from);
                case Action.Install _ -> {}
            }
        }
        return replaced;
    }

    /** Tables that only the candidates have. Tables that both have are shared, never copied. */
    SortedSet<TableName> newTables() {
        return without(names(candidates()), names(replaced()));
    }

    /** Tables that only the versions before have. */
    SortedSet<TableName> oldTables() {
        return without(names(replaced()), names(candidates()));
    }

    /** The lens to, or from, a table. */
    Optional<Lens> lens(TableName table) {
        String instance = table.instance();
        return lenses(instance).stream()
                .filter(
                        lens ->
                                lens.to(instance).equals(table)
                                        || lens.from(instance).equals(table))
                .findFirst();
    }

    /**
     * Those between an old table and a new one. A lens of an earlier upgrade, which a version may
     * still carry, does nothing.
     */
    List<Lens> lenses(String instance) {
        return Optional.ofNullable(candidates().get(instance)).stream()
                .flatMap(candidate -> candidate.lenses.stream())
                .filter(lens -> oldTables().contains(lens.from(instance)))
                .filter(lens -> newTables().contains(lens.to(instance)))
                .toList();
    }

    private static SortedSet<TableName> names(Map<String, Version> versions) {
        SortedSet<TableName> names = new TreeSet<>();
        versions.forEach((instance, version) -> names.addAll(version.tableNames(instance)));
        return names;
    }

    private static SortedSet<TableName> without(SortedSet<TableName> all, Set<TableName> some) {
        all.removeAll(some);
        return all;
    }
}
