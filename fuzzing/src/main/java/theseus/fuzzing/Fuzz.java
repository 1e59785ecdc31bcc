package theseus.fuzzing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Attacks one decoder. What was kept of earlier attacks ({@code src/test/resources/fuzz/NAME.txt})
 * is tried first and always; then a fixed number of inputs, mutated from valid ones. Whatever the
 * input, the decoder must
 *
 * <ul>
 *   <li>take it, and encode what it took to the very same bytes (where it can encode), or refuse it
 *       with its one kind of exception and a sentence;
 *   <li>on a thread with half the usual stack, within {@link #MAX_CPU_MILLIS} of processor time,
 *       and within the memory it was granted: so many bytes, and so many more for each byte of
 *       input.
 * </ul>
 *
 * {@code -Dtheseus.long=true} goes on for {@code -Dtheseus.fuzz.seconds} (60); {@code
 * -Dtheseus.seed} is the first seed. What fails is printed as hexadecimal with its seed, and
 * written to {@code target/fuzz/NAME.txt} as the line that keeps it.
 */
public final class Fuzz {
    /** Of the thread that decodes, so other load on the machine does not count. */
    static final long MAX_CPU_MILLIS = 5_000;

    private static final long DEFAULT_BYTES = 1 << 20;
    private static final long DEFAULT_FACTOR = 200;
    private static final int DEFAULT_ROUNDS = 400;
    private static final int MOST_MUTATIONS = 4;
    private static final int MAX_INPUT_BYTES = 4 << 20;
    private static final int DEFAULT_SECONDS = 60;

    /** A decoder and, where there is one, the encoder after it. */
    @FunctionalInterface
    public interface Decoder {
        /** What was decoded, encoded again; empty where that cannot be compared. */
        Optional<byte[]> again(byte[] input) throws Exception;
    }

    /** Tells a refusal from a fault. */
    @FunctionalInterface
    public interface Refusals {
        /** The sentence of a refusal; empty if this is none. */
        Optional<String> sentence(Throwable thrown);
    }

    private final String name;
    private final Decoder decoder;
    private Refusals refusals = _ -> Optional.empty();
    private Mutator mutator = Mutator.bytes();
    private final List<byte[]> samples = new ArrayList<>();
    private final List<byte[]> besides = new ArrayList<>();
    private int rounds = DEFAULT_ROUNDS;
    private long grantedBytes = DEFAULT_BYTES;
    private long grantedFactor = DEFAULT_FACTOR;

    private Fuzz(String name, Decoder decoder) {
        this.name = name;
        this.decoder = decoder;
    }

    /**
     * @param name of the file of kept inputs
     */
    public static Fuzz of(String name, Decoder decoder) {
        return new Fuzz(name, decoder);
    }

    public Fuzz refusing(Class<? extends Throwable> type) {
        return refusing(
                thrown ->
                        type.isInstance(thrown)
                                ? Optional.ofNullable(thrown.getMessage())
                                : Optional.empty());
    }

    public Fuzz refusing(Refusals kind) {
        refusals = kind;
        return this;
    }

    public Fuzz mutating(Mutator by) {
        mutator = by;
        return this;
    }

    /** Valid input; some of each kind. */
    public Fuzz from(List<byte[]> valid) {
        samples.addAll(valid);
        return this;
    }

    /** More to begin with, which need not be valid. */
    public Fuzz beside(List<byte[]> others) {
        besides.addAll(others);
        return this;
    }

    public Fuzz rounds(int count) {
        rounds = count;
        return this;
    }

    /** What decoding may allocate: so much, and so much more for each byte of the input. */
    public Fuzz granting(long bytes, long bytesForEach) {
        grantedBytes = bytes;
        grantedFactor = bytesForEach;
        return this;
    }

    /** Tries all, and says what came of it. */
    public Outcome run() {
        return OnSmallStack.call(this::attack);
    }

    private Outcome attack() {
        Kept kept = new Kept(name);
        samples.forEach(this::warm);
        besides.forEach(this::warm);
        for (byte[] sample : samples) {
            if (!taken(sample)) {
                throw new AssertionError(name + " refuses a valid sample: " + hex(sample));
            }
        }
        kept.inputs().forEach(input -> check(input, kept, "kept"));
        long first = Long.getLong("theseus.seed", 1);
        boolean isLong = Boolean.getBoolean("theseus.long");
        long until =
                System.nanoTime()
                        + Integer.getInteger("theseus.fuzz.seconds", DEFAULT_SECONDS)
                                * 1_000_000_000L;
        int tried = 0;
        int refused = 0;
        List<byte[]> pool = new ArrayList<>(samples);
        pool.addAll(besides);
        pool.addAll(kept.inputs());
        while (isLong ? System.nanoTime() < until : tried < rounds) {
            byte[] input = input(pool, new Random(first + tried));
            refused += check(input, kept, "seed " + (first + tried)) ? 0 : 1;
            tried++;
        }
        Outcome outcome = new Outcome(kept.inputs().size(), tried, refused);
        System.out.println("fuzz " + name + ": " + outcome);
        return outcome;
    }

    /**
     * What classes take that are loaded at the first input, and at the first refusal, is not
     * counted.
     */
    private void warm(byte[] sample) {
        for (byte[] one : List.of(sample, Arrays.copyOf(sample, sample.length / 2))) {
            try {
                decoder.again(one);
            } catch (Throwable judgedLater) {
                // the same input is tried again, or one like it
            }
        }
    }

    private byte[] input(List<byte[]> pool, Random random) {
        byte[] input = pool.get(random.nextInt(pool.size()));
        for (int i = random.nextInt(MOST_MUTATIONS); i >= 0; i--) {
            byte[] changed = mutator.mutate(input, pool.get(random.nextInt(pool.size())), random);
            input = changed.length > MAX_INPUT_BYTES ? input : changed;
        }
        return input;
    }

    private boolean check(byte[] input, Kept kept, String from) {
        try {
            return taken(input);
        } catch (AssertionError e) {
            throw new AssertionError(
                    name + ", " + from + ": " + e.getMessage() + kept.write(input, from),
                    e.getCause());
        }
    }

    /** Whether it was taken; a decoder that breaks a rule is an {@link AssertionError}. */
    private boolean taken(byte[] input) {
        Spent before = Spent.now();
        Optional<byte[]> again;
        try {
            again = decoder.again(input);
        } catch (Throwable thrown) {
            before.check(grantedBytes + grantedFactor * input.length);
            String sentence =
                    refusals.sentence(thrown)
                            .orElseThrow(() -> new AssertionError("throws " + thrown, thrown));
            if (sentence.length() < 8) {
                throw new AssertionError("refuses without a sentence: " + sentence, thrown);
            }
            return false;
        }
        before.check(grantedBytes + grantedFactor * input.length);
        again.ifPresent(
                bytes -> {
                    if (!Arrays.equals(bytes, input)) {
                        throw new AssertionError(
                                "takes it and encodes to other bytes: " + hex(bytes));
                    }
                });
        return true;
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** How many inputs were tried; of {@code tried} so many were refused, the others taken. */
    public record Outcome(int kept, int tried, int refused) {
        @Override
        public String toString() {
            return kept + " kept, " + tried + " tried, " + refused + " of them refused";
        }
    }
}
