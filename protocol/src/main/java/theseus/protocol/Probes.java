package theseus.protocol;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;

/**
 * What the author of a module says that it does: messages and queries with the outcome that each
 * must have, on a state that begins with the module's genesis. They travel in the artifact as
 * {@link Artifact#PROBES}, are part of its hash, and are run by whoever prepares for it. Encoded as
 * the array of their fields.
 */
public record Probes(List<Probe> probes) {
    public static final int MAX_PROBES = 128;
    public static final int MAX_STEPS = 64;
    public static final int MAX_BYTES = 128 * 1024;
    public static final int MAX_NAME_LENGTH = 120;

    /** Of all probes of an artifact together: as much as a block may use by default. */
    public static final long MAX_GAS = 4_000_000_000L;

    /** What may pass between two steps: a year. */
    public static final long MAX_PASS_MILLIS = 366L * 24 * 60 * 60 * 1000;

    private static final String KEY_DOMAIN = "theseus/probe/key/1";
    private static final RecordCodec<Probes> CODEC = RecordCodec.of(Probes.class);

    public Probes {
        probes = List.copyOf(probes);
        Wire.atMost("probes", probes.size(), MAX_PROBES);
        Set<String> names = new TreeSet<>();
        for (Probe probe : probes) {
            if (!names.add(probe.name())) {
                throw new IllegalArgumentException(
                        "two probes are called '"
                                + probe.name()
                                + "'; give each a name of its own");
            }
        }
    }

    /**
     * One of them.
     *
     * @param name what it shows, in words
     * @param genesis canonical encoding of the genesis document; empty when the module takes none
     * @param steps in order, a block each
     */
    public record Probe(String name, Bytes genesis, List<Step> steps) {
        public Probe {
            steps = List.copyOf(steps);
            if (name.isBlank() || name.length() > MAX_NAME_LENGTH) {
                throw new IllegalArgumentException(
                        "a probe's name has 1 to "
                                + MAX_NAME_LENGTH
                                + " characters: '"
                                + name
                                + "'");
            }
            Wire.atMost("steps of the probe '" + name + "'", steps.size(), MAX_STEPS);
        }
    }

    /** Something that is done, and what must come of it. */
    public sealed interface Step {
        /**
         * A message in a transaction of its own.
         *
         * @param from whose it is; see {@link Probes#key}
         */
        record Send(String from, String message, int form, Bytes body, Expected expected)
                implements Step {
            public Send {
                if (!from.matches("[a-z][a-z0-9-]{0,31}")) {
                    throw new IllegalArgumentException(
                            "'"
                                    + from
                                    + "' is no sender: a small letter, then small letters, digits"
                                    + " and hyphens, at most 32");
                }
                if (expected instanceof Expected.Answers) {
                    throw new IllegalArgumentException("a message has no answer");
                }
            }
        }

        /** A query of the state after the step before. */
        record Ask(String query, Bytes body, Expected expected) implements Step {
            public Ask {
                if (!(expected instanceof Expected.Answers)
                        && !(expected instanceof Expected.Refused)) {
                    throw new IllegalArgumentException("a query is answered or refused");
                }
            }
        }

        /** An empty block so much later. */
        record Pass(long millis) implements Step {
            public Pass {
                if (millis < 1 || millis > MAX_PASS_MILLIS) {
                    throw new IllegalArgumentException(
                            "between two steps pass 1 to "
                                    + MAX_PASS_MILLIS
                                    + " ms, not "
                                    + millis);
                }
            }
        }
    }

    /** What must come of a step. */
    public sealed interface Expected {
        /** Whatever it tells. */
        record Applied() implements Expected {}

        /** With these events of the module, in order, and no other. */
        record Emits(List<Emitted> events) implements Expected {
            public Emits {
                events = List.copyOf(events);
            }
        }

        record Refused(String code) implements Expected {}

        record Answers(Bytes value) implements Expected {}
    }

    /** An event of the module. */
    public record Emitted(String event, Bytes body) {}

    /** The key of a sender, and with it the account: a function of the name alone. */
    public static SigningKey key(String from) {
        return SigningKey.ed25519(Sha256.of(KEY_DOMAIN, Bytes.ofUtf8(from)).bytes());
    }

    /** The account of a sender. */
    public static Bytes account(String from) {
        return Accounts.idOf(AccountKeys.single(key(from).publicKey())).bytes();
    }

    public Bytes encode() {
        return CODEC.encode(this);
    }

    /**
     * Strictly, within the bounds.
     *
     * @throws MalformedException saying what is wrong
     */
    public static Probes decode(Bytes encoding) {
        if (encoding.size() > MAX_BYTES) {
            throw new MalformedException(
                    Malformed.TOO_LARGE,
                    "probes of " + encoding.size() + " bytes, at most " + MAX_BYTES);
        }
        return CODEC.decode(encoding);
    }
}
