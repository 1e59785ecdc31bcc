package theseus.health;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.health.Reader.Opened;
import theseus.sdk.Hash;

/**
 * Counts and tells what became of attempts to read; what should not have happened ends the story.
 */
final class Readings {
    private final Narrator narrator;
    private final SortedMap<String, Long> refused = new TreeMap<>();
    private long granted;

    Readings(Narrator narrator) {
        this.narrator = narrator;
    }

    /** Records that were released, opened and proven. */
    long granted() {
        return granted;
    }

    /** How often the vault refused with each code. */
    SortedMap<String, Long> refused() {
        return refused;
    }

    void add(int read) {
        granted += read;
    }

    void announce(Reader reader, Cards.OfGrant grant, List<Hash> ids) {
        Optional<String> refusal = reader.announce(grant.pseudonym(), ids);
        if (refusal.isPresent()) {
            throw new IllegalStateException("the chain refused an access: " + refusal.get());
        }
    }

    void allow(List<Verdict<Opened>> verdicts) {
        for (Verdict<Opened> verdict : verdicts) {
            Opened opened = Steps.given(verdict);
            granted++;
            narrator.line("  vault  released: " + Steps.words(opened.resource()));
        }
    }

    void refuse(List<Verdict<Opened>> verdicts) {
        for (Verdict<Opened> verdict : verdicts) {
            if (!(verdict instanceof Verdict.Denied<Opened>(DenialCode code, String explanation))) {
                throw new IllegalStateException("the vault released what it must not: " + verdict);
            }
            refused.merge(code.name(), 1L, Long::sum);
            narrator.line("  vault  " + code + ": " + Steps.shorter(explanation));
        }
    }

    static String code(Optional<String> refusal) {
        return refusal.orElseThrow(
                        () -> new IllegalStateException("the chain accepted what it must refuse"))
                + ": no entry, no access";
    }
}
