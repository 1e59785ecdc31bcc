package theseus.module.consent.v3;

import java.util.ArrayList;
import java.util.List;

/** What a part of a grant is for: any purpose, one, or emergency care under a lease. */
public enum Scope {
    ANY,
    TREATMENT,
    PAYMENT,
    OPERATIONS,
    RESEARCH,
    PUBLIC_HEALTH,
    PATIENT_REQUEST,
    /** The only part of a lease; version 2 must not see it. */
    EMERGENCY;

    static Scope of(Purpose purpose) {
        return values()[purpose.ordinal() + 1];
    }

    Purpose purpose() {
        return Purpose.values()[ordinal() - 1];
    }

    /** The scopes of a grant's parts. */
    static List<Scope> of(Use use) {
        return switch (use) {
            case Use.Any any -> List.of(ANY);
            case Use.Only(List<Purpose> purposes) -> {
                List<Scope> scopes = new ArrayList<>();
                for (Purpose purpose : purposes) {
                    scopes.add(of(purpose));
                }
                yield scopes;
            }
        };
    }
}
