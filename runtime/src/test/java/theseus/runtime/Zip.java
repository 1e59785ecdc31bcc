package theseus.runtime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** ZIP files as nobody's tool would write them: any names, any often, in any order. */
final class Zip {
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int DEFLATED = 8;
    private static final int VERSION = 20;

    private Zip() {}

    /**
     * @param isStored whether it is not packed
     * @param extra field of its header
     */
    record Entry(String name, byte[] content, boolean isStored, byte[] extra) {
        Entry(String name, byte[] content) {
            this(name, content, false, new byte[0]);
        }
    }

    /** What can be read of it. */
    static List<Entry> read(byte[] zip) {
        List<Entry> entries = new ArrayList<>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry one = in.getNextEntry(); one != null; one = in.getNextEntry()) {
                entries.add(new Entry(one.getName(), in.readNBytes(1 << 20)));
            }
        } catch (IOException | IllegalArgumentException e) {
            // as far as it went
        }
        return entries;
    }

    static byte[] write(List<Entry> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        for (Entry entry : entries) {
            byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
            byte[] packed = entry.isStored() ? entry.content() : deflated(entry.content());
            int offset = out.size();
            byte[] common = common(entry, packed.length, name.length);
            out.writeBytes(buffer(4).putInt(LOCAL).array());
            out.writeBytes(common);
            out.writeBytes(name);
            out.writeBytes(entry.extra());
            out.writeBytes(packed);
            directory.writeBytes(buffer(6).putInt(CENTRAL).putShort((short) VERSION).array());
            directory.writeBytes(common);
            directory.writeBytes(buffer(14).putInt(10, offset).array());
            directory.writeBytes(name);
            directory.writeBytes(entry.extra());
        }
        int start = out.size();
        out.writeBytes(directory.toByteArray());
        out.writeBytes(
                buffer(22)
                        .putInt(END)
                        .putInt(0)
                        .putShort((short) entries.size())
                        .putShort((short) entries.size())
                        .putInt(directory.size())
                        .putInt(start)
                        .putShort((short) 0)
                        .array());
        return out.toByteArray();
    }

    /** From the version that is needed to the length of the extra field (APPNOTE.TXT §4.3.7). */
    private static byte[] common(Entry entry, int packedBytes, int nameBytes) {
        CRC32 sum = new CRC32();
        sum.update(entry.content());
        return buffer(26)
                .putShort((short) VERSION)
                .putShort((short) 0)
                .putShort((short) (entry.isStored() ? 0 : DEFLATED))
                .putInt(0)
                .putInt((int) sum.getValue())
                .putInt(packedBytes)
                .putInt(entry.content().length)
                .putShort((short) nameBytes)
                .putShort((short) entry.extra().length)
                .array();
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] deflated(byte[] content) {
        try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
            deflater.setInput(content);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] piece = new byte[8_192];
            while (!deflater.finished()) {
                out.write(piece, 0, deflater.deflate(piece));
            }
            return out.toByteArray();
        }
    }
}
