package theseus.fuzzing;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An item of RFC 8949 that can be changed, read without asking whether it is what it should be. */
final class CborItem {
    static final int BYTES = 2;
    static final int TEXT = 3;
    static final int ARRAY = 4;
    static final int TAG = 6;
    private static final int MAX_DEPTH = 48;

    int major;

    /** An integer, a length or count as announced, a tag, or what stands for a simple value. */
    long argument;

    /** How many bytes the argument takes beside the first; -1: as few as it can. */
    int width = -1;

    byte[] content = {};

    /** Of an array, a tag, or a byte string that holds one whole array. */
    List<CborItem> inside = new ArrayList<>();

    static CborItem integer(long argument) {
        CborItem item = new CborItem();
        item.argument = argument;
        return item;
    }

    static CborItem array(List<CborItem> inside) {
        CborItem item = new CborItem();
        item.major = ARRAY;
        item.inside = new ArrayList<>(inside);
        item.argument = inside.size();
        return item;
    }

    static CborItem string(int major, byte[] content) {
        CborItem item = new CborItem();
        item.major = major;
        item.content = content;
        item.argument = content.length;
        return item;
    }

    /** Empty unless the bytes are one whole item. */
    static Optional<CborItem> parse(byte[] input) {
        Parser parser = new Parser(input);
        Optional<CborItem> item = parser.item(0);
        return parser.at == input.length ? item : Optional.empty();
    }

    /** This and all within it. */
    void collect(List<CborItem> into) {
        into.add(this);
        inside.forEach(item -> item.collect(into));
    }

    byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out);
        return out.toByteArray();
    }

    private void write(ByteArrayOutputStream out) {
        if (major == BYTES && !inside.isEmpty()) {
            byte[] within = inside.getFirst().encode();
            // a length that was changed on purpose stays as it is
            head(out, argument == content.length ? within.length : argument);
            out.writeBytes(within);
            return;
        }
        head(out, argument);
        out.writeBytes(content);
        inside.forEach(item -> item.write(out));
    }

    private void head(ByteArrayOutputStream out, long value) {
        int bytes = width >= 0 ? width : fewest(value);
        if (bytes == 0) {
            out.write(major << 5 | (int) value & 0x1f);
            return;
        }
        out.write(major << 5 | 24 + Integer.numberOfTrailingZeros(bytes));
        for (int i = bytes - 1; i >= 0; i--) {
            out.write((int) (value >>> 8 * i));
        }
    }

    private int fewest(long value) {
        if (major == 7 || value >= 0 && value < 24) {
            return 0;
        }
        if (value >>> 8 == 0) {
            return 1;
        }
        return value >>> 16 == 0 ? 2 : value >>> 32 == 0 ? 4 : 8;
    }

    private static final class Parser {
        private final byte[] input;
        private int at;

        Parser(byte[] input) {
            this.input = input;
        }

        Optional<CborItem> item(int depth) {
            if (at >= input.length || depth > MAX_DEPTH) {
                return Optional.empty();
            }
            int first = input[at++] & 0xff;
            int info = first & 0x1f;
            CborItem item = new CborItem();
            item.major = first >>> 5;
            int bytes = info < 24 || item.major == 7 ? 0 : info < 28 ? 1 << info - 24 : -1;
            if (bytes < 0 || at + bytes > input.length) {
                return Optional.empty();
            }
            item.argument = info;
            if (bytes > 0) {
                item.argument = 0;
                for (int i = 0; i < bytes; i++) {
                    item.argument = item.argument << 8 | input[at++] & 0xff;
                }
            }
            return rest(item, depth);
        }

        private Optional<CborItem> rest(CborItem item, int depth) {
            if (item.major == BYTES || item.major == TEXT) {
                if (item.argument < 0 || item.argument > input.length - at) {
                    return Optional.empty();
                }
                int end = at + (int) item.argument;
                item.content = java.util.Arrays.copyOfRange(input, at, end);
                at = end;
                if (item.major == BYTES) {
                    parse(item.content)
                            .filter(within -> within.major == ARRAY)
                            .ifPresent(item.inside::add);
                }
            }
            long items = item.major == ARRAY ? item.argument : item.major == TAG ? 1 : 0;
            if (items < 0 || items > input.length - at) {
                return Optional.empty();
            }
            for (long i = 0; i < items; i++) {
                Optional<CborItem> next = item(depth + 1);
                if (next.isEmpty()) {
                    return next;
                }
                item.inside.add(next.get());
            }
            return Optional.of(item);
        }
    }
}
