package theseus.module.governance;

/** What a proposal would change; the policy has a rule for each. */
public enum Kind {
    /** A plan whose new versions can be taken back until they are final. */
    UPGRADE,
    /** A plan that goes from shadow to final at once. */
    IRREVERSIBLE,
    /** A plan that skips the windows. */
    HOTFIX,
    /** A plan of new instances only. */
    INSTALL,
    /** A plan by which an instance goes. */
    RETIRE,
    /** Stopping a plan, in any phase before it is final. */
    STOP,
    /** The bounds that the chain runs under. */
    PARAMETERS,
    /** A circuit breaker. */
    BREAKER,
    /** The groups. */
    GROUPS,
    /** The policy itself. */
    POLICY;

    /** What takes authority away; quicker than what gives it. */
    boolean isEmergency() {
        return this == STOP || this == BREAKER;
    }
}
