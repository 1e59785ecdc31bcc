package theseus.runtime.hostile;

import theseus.protocol.TrapKind;

/**
 * A module that attacks, what must stop it, and a twin that does nothing wrong and must pass.
 *
 * @param name what it tries, as the page says it
 */
record Hostile(String name, Attempt attack, Stop stop, Attempt twin) {
    /** Source that is refused in {@code Attack.go}. */
    static Hostile refused(String name, String attack, String problem, String twin) {
        return refused(name, attack, "Attack.go", problem, twin);
    }

    static Hostile refused(String name, String attack, String where, String problem, String twin) {
        return new Hostile(
                name,
                new Attempt.Source(attack),
                new Stop.Refused(where, problem),
                new Attempt.Source(twin));
    }

    static Hostile trapped(String name, String attack, TrapKind kind, String twin) {
        return new Hostile(
                name, new Attempt.Source(attack), new Stop.Trapped(kind), new Attempt.Source(twin));
    }

    @Override
    public String toString() {
        return name;
    }
}
