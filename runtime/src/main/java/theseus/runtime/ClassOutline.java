package theseus.runtime;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * A first look at a class file (JVMS §4) that needs neither a stack nor memory in proportion to
 * what the file claims. The library that reads class files follows what refers to itself, or nests
 * ten thousand deep, until the thread's stack ends, and copies a name as often as it is used: where
 * that could happen, the file is refused here.
 */
final class ClassOutline {
    /** A class, its members, and what it calls: as many bytes as the longest path, twice. */
    static final int MAX_NAME_BYTES = 512;

    static final int MAX_DESCRIPTOR_BYTES = 4096;

    /** javac writes no computed constant deeper than a type within an enum's name. */
    static final int MAX_CONSTANT_NESTING = 4;

    /** Labels of a switch, parts of a concatenation, components of a record. */
    static final int MAX_BOOTSTRAP_ARGUMENTS = 300;

    private static final Set<String> ANNOTATIONS =
            Set.of(
                    "RuntimeVisibleAnnotations",
                    "RuntimeInvisibleAnnotations",
                    "RuntimeVisibleParameterAnnotations",
                    "RuntimeInvisibleParameterAnnotations",
                    "RuntimeVisibleTypeAnnotations",
                    "RuntimeInvisibleTypeAnnotations",
                    "AnnotationDefault");

    private final DataInputStream in;
    private final ConstantPoolOutline pool;

    /** What an attribute belongs to. */
    private enum Level {
        CLASS,
        MEMBER,
        WITHIN
    }

    /** What stands against the file. */
    private static final class Refused extends RuntimeException {
        private final String problem;

        Refused(String problem) {
            super(problem, null, false, false);
            this.problem = problem;
        }
    }

    private ClassOutline(byte[] content) throws IOException {
        in = new DataInputStream(new ByteArrayInputStream(content));
        in.skipNBytes(8); // magic number and version, which others look at
        int count = in.readUnsignedShort();
        if (count > Structure.MAX_CONSTANTS) {
            throw new Refused(
                    "it has %d constants, %d are the most"
                            .formatted(count, Structure.MAX_CONSTANTS));
        }
        pool = ConstantPoolOutline.read(in, count);
        pool.problem().ifPresent(ClassOutline::refuse);
    }

    /** What is too deep or too long in the file; empty when it can be read without harm. */
    static Optional<String> problem(byte[] content) {
        try {
            new ClassOutline(content).walk();
            return Optional.empty();
        } catch (Refused e) {
            return Optional.of(e.problem);
        } catch (IOException | IndexOutOfBoundsException _) {
            return Optional.of("the file is no class file that can be read");
        }
    }

    private static void refuse(String problem) {
        throw new Refused(problem);
    }

    private void walk() throws IOException {
        in.skipNBytes(6); // flags, this class and its superclass
        in.skipNBytes(2L * in.readUnsignedShort());
        members();
        members();
        attributes(Level.CLASS);
        if (in.available() > 0) {
            refuse("bytes follow behind the end of the class");
        }
    }

    private void members() throws IOException {
        int count = in.readUnsignedShort();
        for (int i = 0; i < count; i++) {
            in.skipNBytes(2);
            atMost("a name", pool.bytes(in.readUnsignedShort()), MAX_NAME_BYTES);
            atMost("a descriptor", pool.bytes(in.readUnsignedShort()), MAX_DESCRIPTOR_BYTES);
            attributes(Level.MEMBER);
        }
    }

    private static void atMost(String what, int bytes, int most) {
        if (bytes > most) {
            refuse("%s has %d bytes, %d are the most".formatted(what, bytes, most));
        }
    }

    private void attributes(Level level) throws IOException {
        int count = in.readUnsignedShort();
        for (int i = 0; i < count; i++) {
            String name = pool.text(in.readUnsignedShort());
            int length = in.readInt();
            if (length < 0 || length > in.available()) {
                throw new IOException("an attribute longer than its file");
            }
            int end = in.available() - length;
            attribute(name, level);
            if (in.available() < end) {
                throw new IOException("an attribute longer than it says");
            }
            in.skipNBytes((long) in.available() - end);
        }
    }

    private void attribute(String name, Level level) throws IOException {
        switch (name) {
            case "Code" -> {
                mustBe(Level.MEMBER, level);
                in.skipNBytes(4);
                in.skipNBytes(Integer.toUnsignedLong(in.readInt()));
                in.skipNBytes(8L * in.readUnsignedShort());
                attributes(Level.WITHIN);
            }
            case "Record" -> {
                mustBe(Level.CLASS, level);
                int count = in.readUnsignedShort();
                for (int i = 0; i < count; i++) {
                    in.skipNBytes(4);
                    attributes(Level.WITHIN);
                }
            }
            case "Signature" -> signature(pool.text(in.readUnsignedShort()));
            case "BootstrapMethods" -> bootstraps();
            default -> {
                if (ANNOTATIONS.contains(name) && !new AnnotationOutline(in).endsWithin(name)) {
                    refuse(
                            "its annotations nest deeper than %d"
                                    .formatted(AnnotationOutline.MAX_NESTING));
                }
            }
        }
    }

    private static void mustBe(Level right, Level level) throws IOException {
        if (level != right) {
            throw new IOException("an attribute within an attribute");
        }
    }

    private static void signature(String text) {
        atMost("a generic signature", text.length(), MAX_DESCRIPTOR_BYTES);
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth = Math.max(0, depth + (c == '<' ? 1 : c == '>' ? -1 : 0));
            if (depth > AnnotationOutline.MAX_NESTING) {
                refuse(
                        "its generic types nest deeper than %d"
                                .formatted(AnnotationOutline.MAX_NESTING));
            }
        }
    }

    private void bootstraps() throws IOException {
        int[][] arguments = new int[in.readUnsignedShort()][];
        for (int i = 0; i < arguments.length; i++) {
            in.skipNBytes(2);
            int count = in.readUnsignedShort();
            if (count > MAX_BOOTSTRAP_ARGUMENTS) {
                refuse(
                        "a call site has %d arguments, %d are the most"
                                .formatted(count, MAX_BOOTSTRAP_ARGUMENTS));
            }
            arguments[i] = new int[count];
            for (int argument = 0; argument < count; argument++) {
                arguments[i][argument] = in.readUnsignedShort();
            }
        }
        if (pool.nesting(arguments, MAX_CONSTANT_NESTING) > MAX_CONSTANT_NESTING) {
            refuse("its computed constants nest deeper than %d".formatted(MAX_CONSTANT_NESTING));
        }
    }
}
