package theseus.assessment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import theseus.assessment.Rehearsed.InvariantResult;
import theseus.assessment.Rehearsed.MessageResult;
import theseus.assessment.Risk.Level;
import theseus.assessment.Risk.Reason;
import theseus.protocol.Plan;

/** The rules by which a rehearsal is judged. Each bound is here, and in the stakeholders' guide. */
final class RiskRules {
    /** Fewer compared transactions of a type say little. */
    static final long FEW_SAMPLES = 100;

    static final long MORE_GAS_PERCENT = 125;
    static final long MUCH_MORE_GAS_PERCENT = 200;

    /** From here on the migration takes followers a while. */
    static final long MANY_RECORDS = 1_000_000;

    static final long MOST_TRAFFIC_PERCENT = 50;

    private final Rehearsed seen;
    private final List<Reason> reasons = new ArrayList<>();

    RiskRules(Rehearsed seen) {
        this.seen = seen;
    }

    Risk judge() {
        findings();
        differences();
        invariants();
        coverage();
        gas();
        reach();
        wayBack();
        reasons.sort(Comparator.comparing(Reason::level).reversed());
        return new Risk(
                reasons.isEmpty() ? Level.LOW : reasons.getFirst().level(), List.copyOf(reasons));
    }

    private void findings() {
        long errors = count(Severity.ERROR);
        long warnings = count(Severity.WARNING);
        if (errors > 0) {
            add(Level.STOP, "FINDINGS", "The check has %s.", errors);
        }
        if (warnings > 0) {
            add(
                    Level.MODERATE,
                    "BREAKS_OTHERS",
                    "The check has %s about others who must adapt.",
                    warnings);
        }
    }

    private long count(Severity severity) {
        return seen.findings().stream().filter(one -> one.severity() == severity).count();
    }

    private void differences() {
        long undeclared = seen.messages().stream().mapToLong(MessageResult::undeclared).sum();
        boolean shown = seen.divergences().stream().anyMatch(one -> one.gate().isPresent());
        long declared = seen.messages().stream().mapToLong(MessageResult::declared).sum();
        if (undeclared > 0) {
            add(
                    Level.STOP,
                    "UNDECLARED",
                    "The candidate differs from the version in force in %s that no declaration"
                            + " names.",
                    undeclared);
        } else if (shown && seen.free().undeclared() == 0) {
            add(Level.STOP, "UNDECLARED", "A routine of the candidate differs undeclared.");
        }
        if (seen.free().undeclared() > 0) {
            add(
                    Level.STOP,
                    "DIVERGES_FREE",
                    "Running on its own state, the candidate differs in %s undeclared.",
                    seen.free().undeclared());
        } else if (!seen.free().why().isEmpty()) {
            add(
                    Level.MODERATE,
                    "NOT_RUN_FREE",
                    "The candidate was not run on its own state: " + seen.free().why() + ".");
        }
        if (seen.free().restedBlocks() > 0) {
            add(
                    Level.MODERATE,
                    "RESTED",
                    "In %s the candidate was not run on its own state, since another plan had"
                            + " authority.",
                    seen.free().restedBlocks(),
                    "block",
                    "blocks");
        }
        if (declared > 0) {
            add(
                    Level.MODERATE,
                    "DECLARED",
                    "%s end differently on purpose; read the reasons of the declarations.",
                    declared);
        }
    }

    private void invariants() {
        for (InvariantResult result : seen.invariants()) {
            if (!result.held()) {
                add(
                        Level.STOP,
                        "INVARIANT",
                        "The invariant '" + result.name() + "' does not hold: " + result.detail());
            }
        }
    }

    private void coverage() {
        if (!seen.uncovered().isEmpty()) {
            add(
                    seen.messages().isEmpty() ? Level.HIGH : Level.MODERATE,
                    "UNCOVERED",
                    "%s no sample: they are proven by tests only.",
                    seen.uncovered().size(),
                    "thing has",
                    "things have");
        }
        for (MessageResult result : seen.messages()) {
            if (result.compared() < FEW_SAMPLES) {
                add(
                        Level.MODERATE,
                        "FEW_SAMPLES",
                        "Only %s of " + name(result.message()) + ".",
                        result.compared(),
                        "sample",
                        "samples");
            }
        }
    }

    private void gas() {
        for (MessageResult result : seen.messages()) {
            long percent = result.gasPercent();
            if (percent > MORE_GAS_PERCENT) {
                add(
                        percent > MUCH_MORE_GAS_PERCENT ? Level.HIGH : Level.MODERATE,
                        "MORE_GAS",
                        name(result.message()) + " costs " + percent + " % of the gas so far.");
            }
        }
    }

    private void reach() {
        long all = seen.sample().transactions();
        if (all > 0 && seen.sample().touched() * 100 > all * MOST_TRAFFIC_PERCENT) {
            add(
                    Level.MODERATE,
                    "MOST_TRAFFIC",
                    "It touches "
                            + seen.sample().touched() * 100 / all
                            + " % of recent transactions.");
        }
        long records = seen.tables().stream().mapToLong(Rehearsed.TableMigration::records).sum();
        if (records >= MANY_RECORDS) {
            add(Level.MODERATE, "MANY_RECORDS", records + " records are migrated.");
        }
        long dependents =
                seen.dependents().stream().filter(Rehearsed.Dependent::dependsOnIt).count();
        if (dependents > 0) {
            add(
                    Level.MODERATE,
                    "DEPENDENTS",
                    "%s on it.",
                    dependents,
                    "other instance depends",
                    "other instances depend");
        }
    }

    private void wayBack() {
        if (!seen.reversal().reversible()) {
            add(
                    Level.HIGH,
                    "IRREVERSIBLE",
                    "There is no way back: " + String.join("; ", seen.reversal().reasons()) + ".");
        } else if (seen.reversal().quarantined() > 0) {
            add(
                    Level.MODERATE,
                    "QUARANTINE",
                    "A rollback would put %s aside that the version before cannot see.",
                    seen.reversal().quarantined(),
                    "record",
                    "records");
        }
    }

    private static String name(Plan.MessageName message) {
        return message.instance() + "." + message.message();
    }

    private void add(Level level, String code, String sentence) {
        reasons.add(new Reason(level, code, sentence));
    }

    private void add(Level level, String code, String sentence, long count) {
        boolean ofCheck = code.equals("FINDINGS") || code.equals("BREAKS_OTHERS");
        add(
                level,
                code,
                sentence,
                count,
                ofCheck ? "finding" : "transaction",
                ofCheck ? "findings" : "transactions");
    }

    private void add(
            Level level, String code, String sentence, long count, String one, String many) {
        add(level, code, sentence.formatted(count + " " + (count == 1 ? one : many)));
    }
}
