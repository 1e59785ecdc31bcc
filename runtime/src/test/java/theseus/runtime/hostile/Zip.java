package theseus.runtime.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes ZIP files by hand, as no tool would. Sizes in the headers, nothing behind the content. */
final class Zip {
    private final List<Entry> entries = new ArrayList<>();
    private String comment = "";
    private String prefix = "";
    private String suffix = "";
    private int disk;

    /**
     * @param listed the name in the directory; null when it is left out there
     * @param claimed how many bytes the content is said to have
     */
    private record Entry(
            String name, String listed, byte[] content, int flags, int method, int claimed) {}

    Zip add(String name, byte[] content) {
        return add(name, name, content, 0, 8, content.length);
    }

    Zip add(String name, String listed, byte[] content, int flags, int method, int claimed) {
        entries.add(new Entry(name, listed, content, flags, method, claimed));
        return this;
    }

    Zip comment(String text) {
        comment = text;
        return this;
    }

    Zip prefix(String text) {
        prefix = text;
        return this;
    }

    Zip suffix(String text) {
        suffix = text;
        return this;
    }

    Zip disk(int number) {
        disk = number;
        return this;
    }

    byte[] bytes() {
        var out = new ByteArrayOutputStream();
        var directory = new ByteArrayOutputStream();
        out.writeBytes(text(prefix));
        int count = 0;
        for (Entry entry : entries) {
            int position = out.size();
            byte[] packed = entry.method() == 8 ? deflated(entry.content()) : entry.content();
            var crc = new CRC32();
            crc.update(entry.content());
            out.writeBytes(
                    head(30).putInt(0x04034b50)
                            .put(common(entry, (int) crc.getValue(), packed.length, entry.name()))
                            .array());
            out.writeBytes(text(entry.name()));
            out.writeBytes(packed);
            if (entry.listed() != null) {
                count++;
                directory.writeBytes(
                        head(46).putInt(0x02014b50)
                                .putShort((short) 20)
                                .put(
                                        common(
                                                entry,
                                                (int) crc.getValue(),
                                                packed.length,
                                                entry.listed()))
                                .position(42)
                                .putInt(position)
                                .array());
                directory.writeBytes(text(entry.listed()));
            }
        }
        int start = out.size();
        out.writeBytes(directory.toByteArray());
        out.writeBytes(
                head(22).putInt(0x06054b50)
                        .putShort((short) disk)
                        .putShort((short) disk)
                        .putShort((short) count)
                        .putShort((short) count)
                        .putInt(directory.size())
                        .putInt(start)
                        .putShort((short) comment.length())
                        .array());
        out.writeBytes(text(comment));
        out.writeBytes(text(suffix));
        return out.toByteArray();
    }

    /** What header and directory have in common: version to lengths. */
    private static byte[] common(Entry entry, int crc, int packed, String name) {
        return head(26).putShort((short) 20)
                .putShort((short) entry.flags())
                .putShort((short) entry.method())
                .putInt(0)
                .putInt(crc)
                .putInt(packed)
                .putInt(entry.claimed())
                .putShort((short) text(name).length)
                .putShort((short) 0)
                .array();
    }

    private static ByteBuffer head(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] deflated(byte[] content) {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(content);
        deflater.finish();
        var out = new ByteArrayOutputStream();
        byte[] part = new byte[1 << 16];
        while (!deflater.finished()) {
            out.write(part, 0, deflater.deflate(part));
        }
        deflater.end();
        return out.toByteArray();
    }
}
