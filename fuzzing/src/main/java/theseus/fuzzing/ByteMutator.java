package theseus.fuzzing;

import java.util.Arrays;
import java.util.Random;

/** Bits flipped, bytes set, pieces doubled, left out, moved, cut, filled. */
final class ByteMutator {
    private static final int PIECE_BYTES = 16;
    private static final int LONG_PIECE_BYTES = 4_096;
    private static final byte[] TELLING = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff, 0x18, 0x1b, '"'};

    private ByteMutator() {}

    static byte[] mutate(byte[] input, byte[] other, Random random) {
        if (input.length == 0) {
            return piece(other, random);
        }
        int at = random.nextInt(input.length);
        int to = Math.min(input.length, at + 1 + random.nextInt(PIECE_BYTES));
        return switch (random.nextInt(9)) {
            case 0 -> with(input, at, (byte) (input[at] ^ 1 << random.nextInt(8)));
            case 1 -> with(input, at, (byte) random.nextInt(256));
            case 2 -> with(input, at, TELLING[random.nextInt(TELLING.length)]);
            case 3 -> replace(input, at, to, new byte[0]);
            case 4 -> replace(input, at, at, Arrays.copyOfRange(input, at, to));
            case 5 -> replace(input, at, random.nextBoolean() ? at : to, piece(other, random));
            case 6 -> Arrays.copyOf(input, at);
            case 7 -> replace(input, at, input.length, piece(other, random));
            default -> {
                byte[] same = new byte[1 + random.nextInt(LONG_PIECE_BYTES)];
                Arrays.fill(same, input[at]);
                yield replace(input, at, at, same);
            }
        };
    }

    /** {@code input} with {@code piece} where {@code from} to {@code to} stood. */
    static byte[] replace(byte[] input, int from, int to, byte[] piece) {
        byte[] result = new byte[from + piece.length + input.length - to];
        System.arraycopy(input, 0, result, 0, from);
        System.arraycopy(piece, 0, result, from, piece.length);
        System.arraycopy(input, to, result, from + piece.length, input.length - to);
        return result;
    }

    private static byte[] piece(byte[] of, Random random) {
        if (of.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        int from = random.nextInt(of.length);
        int most = random.nextInt(4) == 0 ? of.length : PIECE_BYTES;
        return Arrays.copyOfRange(of, from, Math.min(of.length, from + 1 + random.nextInt(most)));
    }

    private static byte[] with(byte[] input, int at, byte value) {
        byte[] result = input.clone();
        result[at] = value;
        return result;
    }
}
