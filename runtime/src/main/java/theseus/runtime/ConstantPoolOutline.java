package theseus.runtime;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Optional;

/** The constants of a class file (JVMS §4.4), as far as their lengths and references go. */
final class ConstantPoolOutline {
    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int STRING = 8;
    private static final int NAME_AND_TYPE = 12;
    private static final int METHOD_HANDLE = 15;
    private static final int METHOD_TYPE = 16;
    private static final int DYNAMIC = 17;
    private static final int INVOKE_DYNAMIC = 18;
    private static final int MODULE = 19;
    private static final int PACKAGE = 20;

    private final int[] kinds;
    private final int[] first;
    private final int[] second;
    private final String[] texts;

    private ConstantPoolOutline(int count) {
        kinds = new int[count];
        first = new int[count];
        second = new int[count];
        texts = new String[count];
    }

    static ConstantPoolOutline read(DataInputStream in, int count) throws IOException {
        var pool = new ConstantPoolOutline(count);
        for (int i = 1; i < count; i++) {
            int kind = in.readUnsignedByte();
            pool.kinds[i] = kind;
            switch (kind) {
                case UTF8 -> {
                    pool.texts[i] = in.readUTF();
                    pool.first[i] = pool.texts[i].length();
                }
                case 3, 4 -> in.skipNBytes(4);
                case LONG, DOUBLE -> {
                    in.skipNBytes(8);
                    i++; // JVMS §4.4.5: it takes two places
                }
                case CLASS, STRING, METHOD_TYPE, MODULE, PACKAGE ->
                        pool.first[i] = in.readUnsignedShort();
                case METHOD_HANDLE -> in.skipNBytes(3);
                case 9, 10, 11, NAME_AND_TYPE, DYNAMIC, INVOKE_DYNAMIC -> {
                    pool.first[i] = in.readUnsignedShort();
                    pool.second[i] = in.readUnsignedShort();
                }
                default -> throw new IOException("a constant of no known kind");
            }
        }
        return pool;
    }

    /** The length of the text at {@code index}. */
    int bytes(int index) throws IOException {
        return text(index).length();
    }

    String text(int index) throws IOException {
        if (kinds[index] != UTF8) {
            throw new IOException("a text that is none");
        }
        return texts[index];
    }

    /** What is too long where a name or a type must stand. */
    Optional<String> problem() throws IOException {
        for (int i = 1; i < kinds.length; i++) {
            boolean tooLong =
                    switch (kinds[i]) {
                        case CLASS, MODULE, PACKAGE ->
                                bytes(first[i]) > ClassOutline.MAX_NAME_BYTES;
                        case METHOD_TYPE -> bytes(first[i]) > ClassOutline.MAX_DESCRIPTOR_BYTES;
                        case NAME_AND_TYPE ->
                                bytes(first[i]) > ClassOutline.MAX_NAME_BYTES
                                        || bytes(second[i]) > ClassOutline.MAX_DESCRIPTOR_BYTES;
                        default -> false;
                    };
            if (tooLong) {
                return Optional.of(
                        "its constant %d is a name of more than %d or a type of more than %d characters"
                                .formatted(
                                        i,
                                        ClassOutline.MAX_NAME_BYTES,
                                        ClassOutline.MAX_DESCRIPTOR_BYTES));
            }
        }
        return Optional.empty();
    }

    /**
     * How deep computed constants contain computed constants, by what is in the bootstraps; more
     * than {@code most} also where one contains itself.
     */
    int nesting(int[][] bootstraps, int most) {
        int[] depths = new int[kinds.length];
        for (int round = 0; round <= most; round++) {
            boolean deepened = false;
            int deepest = 0;
            for (int i = 1; i < kinds.length; i++) {
                if (kinds[i] == DYNAMIC && first[i] < bootstraps.length) {
                    int depth = 1;
                    for (int argument : bootstraps[first[i]]) {
                        depth = Math.max(depth, 1 + depths[argument]);
                    }
                    deepened |= depth > depths[i];
                    depths[i] = depth;
                    deepest = Math.max(deepest, depth);
                }
            }
            if (!deepened) {
                return deepest;
            }
        }
        return most + 1;
    }
}
