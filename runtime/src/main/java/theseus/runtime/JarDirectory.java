package theseus.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Whether a ZIP file says the same twice (APPNOTE.TXT §4.3): in the headers before its entries,
 * which a stream reads, and in the directory at its end, which most tools read. Nothing may lie
 * before, between or behind what the directory lists.
 */
final class JarDirectory {
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;

    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int END_BYTES = 22;

    private static final int ENCRYPTED = 1;
    private static final int DESCRIPTOR_FOLLOWS = 8;
    private static final int DESCRIPTOR_SIGNATURE = 0x08074b50;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    private final ByteBuffer jar;

    private JarDirectory(byte[] jar) {
        this.jar = ByteBuffer.wrap(jar).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * @throws Inadmissible when headers and directory differ, or something else lies in the file
     */
    static void check(byte[] jar) {
        try {
            new JarDirectory(jar).check();
        } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
            throw refused("points out of the file");
        }
    }

    private static Inadmissible refused(String problem) {
        return Inadmissible.artifact(
                "the JAR is damaged, or means different things to different tools: its directory "
                        + problem,
                "build it again with the jar tool, unsigned and without a comment");
    }

    private int unsigned(int position) {
        return Short.toUnsignedInt(jar.getShort(position));
    }

    private void check() {
        int end = jar.limit() - END_BYTES;
        if (end < 0 || jar.getInt(end) != END || unsigned(end + 20) != 0) {
            throw refused("is not at its end");
        }
        int count = unsigned(end + 10);
        boolean isOneFile =
                unsigned(end + 4) == 0 && unsigned(end + 6) == 0 && unsigned(end + 8) == count;
        int entry = jar.getInt(end + 16);
        if (!isOneFile || entry < 0 || (long) entry + jar.getInt(end + 12) != end) {
            throw refused("is in parts, or not where it should be");
        }
        int directory = entry;
        int position = 0;
        for (int i = 0; i < count; i++) {
            position = entry(entry, position);
            entry += CENTRAL_BYTES;
            entry +=
                    unsigned(entry - CENTRAL_BYTES + 28)
                            + unsigned(entry - CENTRAL_BYTES + 30)
                            + unsigned(entry - CENTRAL_BYTES + 32);
        }
        if (entry != end || position != directory) {
            throw refused("does not list what lies in the file");
        }
    }

    /** Where the next entry must begin. */
    private int entry(int central, int position) {
        if (jar.getInt(central) != CENTRAL || jar.getInt(position) != LOCAL) {
            throw refused("does not list what lies in the file");
        }
        int flags = unsigned(central + 8);
        int method = unsigned(central + 10);
        int packed = jar.getInt(central + 20);
        String name = name(central + CENTRAL_BYTES, unsigned(central + 28));
        if ((flags & ENCRYPTED) != 0) {
            throw refused("says that " + name + " is encrypted");
        }
        if (method != STORED && method != DEFLATED) {
            throw refused("says that " + name + " is packed in a way that is not known");
        }
        boolean isFollowed = (flags & DESCRIPTOR_FOLLOWS) != 0;
        boolean isSame =
                jar.getInt(central + 42) == position
                        && unsigned(central + 34) == 0
                        && packed >= 0
                        && unsigned(position + 6) == flags
                        && unsigned(position + 8) == method
                        && name.equals(name(position + LOCAL_BYTES, unsigned(position + 26)))
                        && (isFollowed || sizes(central + 16, position + 14));
        if (!isSame) {
            throw refused("says otherwise than what stands before " + name);
        }
        int next =
                position + LOCAL_BYTES + unsigned(position + 26) + unsigned(position + 28) + packed;
        if (!isFollowed) {
            return next;
        }
        if (jar.getInt(next) == DESCRIPTOR_SIGNATURE) {
            next += Integer.BYTES;
        }
        if (!sizes(central + 16, next)) {
            throw refused("says otherwise than what stands behind " + name);
        }
        return next + 3 * Integer.BYTES;
    }

    /** Whether check sum and sizes are the same at both places. */
    private boolean sizes(int one, int other) {
        return jar.slice(one, 3 * Integer.BYTES).equals(jar.slice(other, 3 * Integer.BYTES));
    }

    private String name(int position, int length) {
        byte[] name = new byte[length];
        jar.get(position, name);
        return new String(name, StandardCharsets.ISO_8859_1);
    }
}
