package theseus.assessment;

import java.util.List;

/**
 * How risky an upgrade is, with the reasons; it is the highest level of any reason.
 *
 * @param reasons the gravest first
 */
public record Risk(Level level, List<Reason> reasons) {
    public Risk {
        reasons = List.copyOf(reasons);
    }

    /** From what may be waved through to what must not be proposed. */
    public enum Level {
        LOW,
        MODERATE,
        HIGH,
        /** It would be refused or rolled back as it is. */
        STOP
    }

    /** One thing that speaks against it; {@code code} is stable. */
    public record Reason(Level level, String code, String sentence) {}

    /** What the rules of this project make of a rehearsal. */
    public static Risk of(Rehearsed rehearsed) {
        return new RiskRules(rehearsed).judge();
    }
}
