package theseus.runtime.guest;

import java.nio.charset.Charset;
import java.util.Iterator;
import java.util.Objects;

/** Members of {@link String} whose work grows with length. */
public final class Strings {
    private static final int CHARS_PER_GAS = 4;
    private static final int BYTES_PER_CHAR = 2;

    private Strings() {}

    static void read(long chars) {
        Meter.charge(2 + chars / CHARS_PER_GAS);
    }

    static void made(long chars) {
        Meter.charge(40 + chars * BYTES_PER_CHAR);
    }

    private static void search(String text, int length) {
        Meter.charge(2 + text.length() * (1L + length / CHARS_PER_GAS));
    }

    /** Before {@code new String(char[])}. */
    public static char[] before(char[] chars) {
        made(chars.length);
        return chars;
    }

    public static boolean equals(String text, Object other) {
        if (other instanceof String same && same.length() == text.length()) {
            read(text.length());
            return text.equals(same);
        }
        Objects.requireNonNull(text);
        return false;
    }

    public static int compareTo(String text, String other) {
        read(Math.min(text.length(), other.length()));
        return text.compareTo(other);
    }

    public static int hashCode(String text) {
        read(text.length() * 4L);
        return text.hashCode();
    }

    public static String concat(String text, String other) {
        made((long) text.length() + other.length());
        return text.concat(other);
    }

    public static String substring(String text, int from) {
        made(text.length());
        return text.substring(from);
    }

    public static String substring(String text, int from, int to) {
        made(Math.max(0L, (long) to - from));
        return text.substring(from, to);
    }

    public static int indexOf(String text, int character) {
        read(text.length());
        return text.indexOf(character);
    }

    public static int indexOf(String text, int character, int from) {
        read(text.length());
        return text.indexOf(character, from);
    }

    public static int indexOf(String text, String part) {
        search(text, part.length());
        return text.indexOf(part);
    }

    public static int indexOf(String text, String part, int from) {
        search(text, part.length());
        return text.indexOf(part, from);
    }

    public static int lastIndexOf(String text, int character) {
        read(text.length());
        return text.lastIndexOf(character);
    }

    public static int lastIndexOf(String text, String part) {
        search(text, part.length());
        return text.lastIndexOf(part);
    }

    public static boolean contains(String text, CharSequence part) {
        String searched = Values.toString(part);
        search(text, searched.length());
        return text.contains(searched);
    }

    public static boolean startsWith(String text, String prefix) {
        read(prefix.length());
        return text.startsWith(prefix);
    }

    public static boolean startsWith(String text, String prefix, int from) {
        read(prefix.length());
        return text.startsWith(prefix, from);
    }

    public static boolean endsWith(String text, String suffix) {
        read(suffix.length());
        return text.endsWith(suffix);
    }

    public static String replace(String text, char old, char by) {
        made(text.length());
        return text.replace(old, by);
    }

    public static String trim(String text) {
        made(text.length());
        return text.trim();
    }

    public static String repeat(String text, int count) {
        made(text.length() * (long) Math.max(0, count));
        return text.repeat(count);
    }

    public static char[] toCharArray(String text) {
        made(text.length());
        return text.toCharArray();
    }

    public static byte[] getBytes(String text, Charset charset) {
        made(text.length() * 2L);
        return text.getBytes(charset);
    }

    public static String valueOf(Object value) {
        return Values.text(value);
    }

    public static String valueOf(char[] chars) {
        made(chars.length);
        return String.valueOf(chars);
    }

    public static String join(CharSequence between, CharSequence[] parts) {
        var joined = new MeteredBuilder();
        for (int i = 0; i < parts.length; i++) {
            if (i > 0) {
                joined.append(between);
            }
            joined.append(parts[i]);
        }
        return joined.toString();
    }

    public static String join(CharSequence between, Iterable<? extends CharSequence> parts) {
        var joined = new MeteredBuilder();
        Iterator<? extends CharSequence> iterator = parts.iterator();
        while (iterator.hasNext()) {
            joined.append(iterator.next());
            if (iterator.hasNext()) {
                joined.append(between);
            }
        }
        return joined.toString();
    }
}
