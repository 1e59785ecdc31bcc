package theseus.health;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import theseus.sdk.Bytes;

/**
 * Random texts that a caller signs to show that it holds a key now. Each is good once and for a
 * bounded time; a bounded number is open. Thread-safe.
 */
final class Challenges {
    static final int SIZE_BYTES = 32;

    private final Entropy entropy;
    private final long ageMillisMax;
    private final int openMax;
    // In the order they were handed out, so the oldest come first.
    private final Map<Bytes, Long> open = new LinkedHashMap<>();

    Challenges(Entropy entropy, long ageMillisMax, int openMax) {
        this.entropy = entropy;
        this.ageMillisMax = ageMillisMax;
        this.openMax = openMax;
    }

    synchronized Verdict<Bytes> issue(long nowMillis) {
        // An expired one is remembered for as long again, so that it is told apart from a forged.
        open.values().removeIf(issued -> nowMillis - issued > 2 * ageMillisMax);
        if (open.size() >= openMax) {
            return Verdict.denied(
                    DenialCode.CHALLENGES_FULL,
                    openMax + " challenges are open; ask again in " + ageMillisMax + " ms");
        }
        Bytes challenge = Bytes.wrap(entropy.bytes(SIZE_BYTES));
        open.put(challenge, nowMillis);
        return Verdict.given(challenge);
    }

    /** Uses a challenge up; empty when it was good. */
    synchronized Optional<Verdict.Denied<Bytes>> use(Bytes challenge, long nowMillis) {
        Long issued = open.remove(challenge);
        if (issued == null) {
            return Optional.of(
                    new Verdict.Denied<>(
                            DenialCode.CHALLENGE_UNKNOWN,
                            "this vault did not hand out the challenge, or it was used; ask anew"));
        }
        return nowMillis - issued > ageMillisMax
                ? Optional.of(
                        new Verdict.Denied<>(
                                DenialCode.CHALLENGE_EXPIRED,
                                "the challenge is %d ms old, %d are allowed; ask anew"
                                        .formatted(nowMillis - issued, ageMillisMax)))
                : Optional.empty();
    }
}
