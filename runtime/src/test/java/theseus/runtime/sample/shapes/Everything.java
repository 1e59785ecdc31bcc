package theseus.runtime.sample.shapes;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/** A field of every shape that the encoding knows. */
public record Everything(
        boolean flag,
        int small,
        long large,
        Boolean boxedFlag,
        Integer boxedSmall,
        Long boxedLarge,
        BigInteger huge,
        String text,
        Bytes bytes,
        AccountId account,
        Hash hash,
        Colour colour,
        Point point,
        Figure figure,
        List<Long> numbers,
        List<Figure> figures,
        List<List<Optional<Point>>> nested,
        Optional<String> maybe,
        Optional<List<Colour>> maybeColours,
        PublicKey key,
        List<PublicKey> keys,
        Nothing nothing) {
    public enum Colour {
        RED,
        GREEN {
            @Override
            String shout() {
                return "green!";
            }
        },
        BLUE;

        String shout() {
            return name();
        }
    }

    record Point(int x, int y) {}

    record Nothing() {}

    sealed interface Figure {
        record Circle(Point centre, long radius) implements Figure {}

        record Polygon(List<Point> corners) implements Figure {}

        record Void() implements Figure {}
    }

    /** Sorted and distinct, so it checks what it is given. */
    record Guarded(AccountKeys keys, int positive) {
        Guarded {
            if (positive <= 0) {
                throw new IllegalArgumentException("not positive: " + positive);
            }
        }
    }
}
