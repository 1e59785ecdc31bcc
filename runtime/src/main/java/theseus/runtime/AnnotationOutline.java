package theseus.runtime;

import java.io.DataInputStream;
import java.io.IOException;

/**
 * Annotations of a class file (JVMS §4.7.16 to §4.7.22), read past no deeper than they may nest.
 */
final class AnnotationOutline {
    /** Types within types, arrays and annotations within annotations. */
    static final int MAX_NESTING = 32;

    private final DataInputStream in;

    AnnotationOutline(DataInputStream in) {
        this.in = in;
    }

    /** Whether the attribute {@code name} nests no deeper than {@link #MAX_NESTING}. */
    boolean endsWithin(String name) throws IOException {
        return switch (name) {
            case "AnnotationDefault" -> value(0);
            case "RuntimeVisibleParameterAnnotations", "RuntimeInvisibleParameterAnnotations" -> {
                boolean ends = true;
                for (int i = in.readUnsignedByte(); ends && i > 0; i--) {
                    ends = annotations(false);
                }
                yield ends;
            }
            case "RuntimeVisibleTypeAnnotations", "RuntimeInvisibleTypeAnnotations" ->
                    annotations(true);
            default -> annotations(false);
        };
    }

    private boolean annotations(boolean ofTypes) throws IOException {
        boolean ends = true;
        for (int i = in.readUnsignedShort(); ends && i > 0; i--) {
            if (ofTypes) {
                target();
                in.skipNBytes(2L * in.readUnsignedByte());
            }
            ends = annotation(0);
        }
        return ends;
    }

    /** JVMS §4.7.20.1: how long what is annotated is told depends on what it is. */
    private void target() throws IOException {
        switch (in.readUnsignedByte()) {
            case 0x00, 0x01, 0x16 -> in.skipNBytes(1);
            case 0x10, 0x11, 0x12, 0x17, 0x42, 0x43, 0x44, 0x45, 0x46 -> in.skipNBytes(2);
            case 0x13, 0x14, 0x15 -> {}
            case 0x40, 0x41 -> in.skipNBytes(6L * in.readUnsignedShort());
            case 0x47, 0x48, 0x49, 0x4A, 0x4B -> in.skipNBytes(3);
            default -> throw new IOException("an annotation of nothing known");
        }
    }

    private boolean annotation(int depth) throws IOException {
        in.skipNBytes(2);
        boolean ends = true;
        for (int i = in.readUnsignedShort(); ends && i > 0; i--) {
            in.skipNBytes(2);
            ends = value(depth + 1);
        }
        return ends;
    }

    private boolean value(int depth) throws IOException {
        if (depth > MAX_NESTING) {
            return false;
        }
        switch (in.readUnsignedByte()) {
            case 'e' -> in.skipNBytes(4);
            case '@' -> {
                return annotation(depth);
            }
            case '[' -> {
                boolean ends = true;
                for (int i = in.readUnsignedShort(); ends && i > 0; i--) {
                    ends = value(depth + 1);
                }
                return ends;
            }
            default -> in.skipNBytes(2);
        }
        return true;
    }
}
