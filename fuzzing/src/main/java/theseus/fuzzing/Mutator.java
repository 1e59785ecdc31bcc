package theseus.fuzzing;

import java.util.Random;

/** Makes new input out of valid or damaged input. Everything that it does comes from the random. */
public interface Mutator {
    /**
     * @param other another input for the same decoder, to take pieces from
     */
    byte[] mutate(byte[] input, byte[] other, Random random);

    /** The first of these or the second, each as often. */
    default Mutator or(Mutator second) {
        return (input, other, random) ->
                random.nextBoolean()
                        ? mutate(input, other, random)
                        : second.mutate(input, other, random);
    }

    /** Damage that knows nothing of what the bytes mean. */
    static Mutator bytes() {
        return ByteMutator::mutate;
    }

    /** CBOR, also within byte strings: items doubled, left out, moved, made huge, nested. */
    static Mutator cbor() {
        return new CborMutator().or(bytes());
    }

    /** JSON: values and fields doubled, left out, moved, made huge, nested. */
    static Mutator json() {
        return new JsonMutator().or(bytes());
    }

    /** Lines, and words in them that stand between spaces, slashes, equals signs and the like. */
    static Mutator lines() {
        return new LineMutator().or(bytes());
    }
}
