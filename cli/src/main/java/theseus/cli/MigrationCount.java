package theseus.cli;

import java.util.ArrayList;
import java.util.List;
import theseus.assessment.Rehearsed.Reversal;
import theseus.assessment.Rehearsed.TableMigration;
import theseus.assessment.Rehearsed.Uncovered;
import theseus.kernel.spi.StateView;
import theseus.protocol.Descriptor;
import theseus.protocol.Descriptor.LensShape;
import theseus.protocol.Descriptor.TableKind;
import theseus.protocol.Descriptor.TableShape;
import theseus.protocol.Plan;
import theseus.protocol.TableId;

/** How large a migration is, and what of it the version before could not see. */
final class MigrationCount {
    private static final String KEPT_FROM = "kept from ";

    private final String instance;
    private final Descriptor old;
    private final Descriptor now;
    private final CandidateSandbox sandbox;

    MigrationCount(String instance, Descriptor old, Descriptor now, CandidateSandbox sandbox) {
        this.instance = instance;
        this.old = old;
        this.now = now;
        this.sandbox = sandbox;
    }

    /**
     * The tables that only the candidate has.
     *
     * @param filled as they were filled at the beginning
     * @param own the candidate's own state in the end
     */
    List<TableMigration> of(StateView filled, StateView own) {
        List<TableMigration> tables = new ArrayList<>();
        for (TableShape table : now.tables()) {
            boolean known =
                    old.tables().stream()
                            .anyMatch(
                                    t ->
                                            t.name().equals(table.name())
                                                    && t.schema() == table.schema());
            if (!known) {
                tables.add(count(table, filled, own));
            }
        }
        return tables;
    }

    private TableMigration count(TableShape table, StateView filled, StateView own) {
        TableId id = new TableId(instance, table.name(), table.schema());
        long[] counts = new long[2];
        Views.each(
                filled,
                id,
                row -> {
                    counts[0]++;
                    counts[1] += row.key().size() + row.value().size();
                });
        int lens = lens(table);
        return new TableMigration(
                table.name(),
                table.schema(),
                from(table, lens),
                counts[0],
                counts[1],
                lens < 0 ? 0 : sandbox.down(own, lens).hidden());
    }

    /** Tables whose migration was not tried: none of their records was there to be carried. */
    static List<Uncovered> uncovered(List<TableMigration> tables) {
        return tables.stream()
                .filter(table -> table.records() == 0)
                .filter(table -> !table.from().isEmpty() && !table.from().startsWith(KEPT_FROM))
                .map(
                        table ->
                                new Uncovered(
                                        "migration of " + table.from(),
                                        "No record was there to be carried when the blocks began:"
                                                + " its lens was tried on made-up ones alone, and"
                                                + " on what the blocks changed."))
                .toList();
    }

    private String from(TableShape table, int lens) {
        if (table.kind() != TableKind.BASE) {
            return KEPT_FROM + table.of().orElse("");
        }
        if (lens < 0) {
            return "";
        }
        LensShape shape = now.lenses().get(lens);
        return shape.table() + " " + shape.fromSchema();
    }

    private int lens(TableShape table) {
        for (int i = 0; i < now.lenses().size(); i++) {
            LensShape lens = now.lenses().get(i);
            boolean fromInForce =
                    old.tables().stream()
                            .anyMatch(
                                    t ->
                                            t.name().equals(lens.table())
                                                    && t.schema() == lens.fromSchema());
            if (fromInForce
                    && lens.toTable().equals(table.name())
                    && lens.toSchema() == table.schema()) {
                return i;
            }
        }
        return -1;
    }

    /** Whether there is a way back, as far as the candidate's own records show. */
    static Reversal reversal(
            Plan plan,
            List<TableMigration> tables,
            CandidateSandbox sandbox,
            StateView own,
            Descriptor now) {
        List<String> reasons = new ArrayList<>();
        long refused = 0;
        for (int i = 0; i < now.lenses().size(); i++) {
            refused += sandbox.down(own, i).refused();
        }
        if (plan.irreversible()) {
            reasons.add("the plan says so");
        }
        if (refused > 0) {
            reasons.add(refused + " records have no image in the version before");
        }
        long hidden = tables.stream().mapToLong(TableMigration::hidden).sum();
        return new Reversal(reasons.isEmpty(), reasons, hidden);
    }
}
