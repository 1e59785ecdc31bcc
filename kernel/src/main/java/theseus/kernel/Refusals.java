package theseus.kernel;

import java.util.Map;
import java.util.Optional;

/**
 * What the codes say with which the kernel refuses what a module proposes: only the code reaches
 * the module and its caller, so whoever shows it adds the sentence. For plans {@link
 * Kernel#checkPlan} says more.
 */
public final class Refusals {
    private static final Map<String, String> SENTENCES =
            Map.ofEntries(
                    Map.entry(
                            Codes.CAPABILITY_MISSING,
                            "the module was granted no right to change this; grant it by a plan"),
                    Map.entry(
                            Codes.NO_SUCH_PLAN,
                            "the chain has no plan of that id; look at the list of plans"),
                    Map.entry(
                            Codes.PLAN_PHASE,
                            "the plan stands in a phase that does not allow it; look where it is"),
                    Map.entry(
                            Codes.CHUNK_BOUNDS,
                            "a piece has an index below its count, at most 64 pieces make an"
                                    + " artifact, none is empty or above 128 KiB"),
                    Map.entry(
                            Codes.CHUNK_COUNT,
                            "pieces that came before said another count; cut it the same way"),
                    Map.entry(
                            Codes.CHUNK_TWICE, "this very piece is there; send those that are not"),
                    Map.entry(
                            Codes.STAGING_FULL,
                            "eight artifacts are incomplete; complete one, or wait until one had no"
                                    + " piece for 1000 blocks"),
                    Map.entry(Codes.ARTIFACT_KNOWN, "the artifact is on chain; propose its plan"),
                    Map.entry(
                            Codes.ARTIFACT_TOO_LARGE,
                            "the pieces exceed what an artifact may have; make it smaller"),
                    Map.entry(
                            Codes.ARTIFACT_HASH,
                            "the pieces make another artifact than was said; send the wrong piece"
                                    + " again"),
                    Map.entry(
                            Codes.ARTIFACT_MALFORMED,
                            "the pieces do not make an artifact; send the wrong piece again"),
                    Map.entry(
                            Codes.DESCRIPTOR_MISSING,
                            "the artifact carries no descriptor; package the module with the SDK"),
                    Map.entry(
                            Codes.DESCRIPTOR_MALFORMED,
                            "the artifact's descriptor cannot be read; package it again"),
                    Map.entry(
                            Codes.PARAMETERS,
                            "the chain could not run within these bounds: the recovery lane must"
                                    + " hold any transaction, routines need gas, history a block"),
                    Map.entry(Codes.BREAKER_OPEN, "the breaker is open; close it first"),
                    Map.entry(Codes.BREAKER_CLOSED, "the breaker is not open"),
                    Map.entry(
                            Codes.BREAKER_PROTECTED,
                            "who holds PLANS or BREAKERS is not suspended, else nobody could close"
                                    + " the breaker; upgrade it instead"),
                    Map.entry(Codes.KEY_UNUSABLE, "the key can never verify; use Ed25519 or P-256"),
                    Map.entry(
                            Codes.LAST_VALIDATOR,
                            "no validator would be left; add another one first"),
                    Map.entry(
                            Codes.TOO_MANY_VALIDATORS,
                            "the chain has as many validators as it may; remove one first"));

    private Refusals() {}

    /** A sentence for a code; empty when it is none of these. */
    public static Optional<String> sentence(String code) {
        return Optional.ofNullable(SENTENCES.get(code));
    }
}
