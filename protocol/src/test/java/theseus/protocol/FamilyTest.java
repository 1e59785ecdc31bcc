package theseus.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Singleton;

final class FamilyTest {
    record Mark(String text, Optional<Boolean> seen, List<BigInteger> counts) {}

    record Key(Mark mark, long number) {}

    record One(Mark only) {}

    private static final Schema KEY = Schemas.of(Key.class);

    @Test
    void theFamilyOfAKeyIsItsFirstField() {
        assertEquals(Schemas.of(Mark.class), Family.rootOf(KEY));
        var mark = new Mark("a", Optional.of(true), List.of(BigInteger.TWO.pow(70).negate()));
        Bytes root = RecordCodec.encodeRecord(mark);
        assertEquals(root, Family.root(KEY, RecordCodec.encodeRecord(new Key(mark, -1))));
        // The same root in another table is the same family.
        assertEquals(
                root, Family.root(Schemas.of(One.class), RecordCodec.encodeRecord(new One(mark))));
    }

    @Test
    void aKeyWithoutFieldsIsAFamilyOfItsOwn() {
        for (Schema schema : List.of(Schemas.of(AccountId.class), Schemas.of(Singleton.class))) {
            assertEquals(schema, Family.rootOf(schema));
            Bytes key = Bytes.fromHex("80");
            assertEquals(key, Family.root(schema, key));
            assertEquals(key, Family.first(schema, key));
        }
    }

    @Test
    void theRangeOfAFamilyHasItsKeysAndNoOthers() {
        long seed = Long.getLong("theseus.seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<Bytes> keys = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Mark mark = random(random);
            keys.add(RecordCodec.encodeRecord(new Key(mark, random.nextLong())));
            keys.add(RecordCodec.encodeRecord(new Key(mark, random.nextInt(3) - 1)));
        }
        for (Bytes one : keys) {
            Bytes root = Family.root(KEY, one);
            for (Bytes other : keys) {
                boolean inRange =
                        Family.first(KEY, root).compareTo(other) <= 0
                                && other.compareTo(Family.end(KEY, root)) < 0;
                assertEquals(root.equals(Family.root(KEY, other)), inRange);
            }
            assertTrue(Family.first(KEY, root).compareTo(one) <= 0);
        }
    }

    private static Mark random(Random random) {
        List<BigInteger> counts = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            counts.add(new BigInteger(random.nextInt(100), random));
        }
        String text = "x".repeat(random.nextInt(3) == 0 ? 30 : random.nextInt(3));
        return new Mark(
                text,
                random.nextBoolean() ? Optional.empty() : Optional.of(random.nextBoolean()),
                counts);
    }
}
