package theseus.runtime.guest;

/** Stands in for {@link StringBuilder}: what it copies and makes room for is charged. */
public final class MeteredBuilder implements CharSequence, Comparable<MeteredBuilder> {
    private static final int FIRST_CAPACITY = 16;
    private static final int CHARS_PER_GAS = 8;
    private static final int NUMBER = 80;

    private char[] chars;
    private int length;

    public MeteredBuilder() {
        this(FIRST_CAPACITY);
    }

    public MeteredBuilder(int capacity) {
        chars = new char[capacity];
    }

    public MeteredBuilder(String text) {
        this(text.length() + FIRST_CAPACITY);
        append(text);
    }

    public MeteredBuilder append(String text) {
        String appended = text == null ? "null" : text;
        int added = appended.length();
        makeRoom(added);
        Meter.charge(1 + added / CHARS_PER_GAS);
        appended.getChars(0, added, chars, length);
        length += added;
        return this;
    }

    public MeteredBuilder append(Object value) {
        return append(Values.text(value));
    }

    public MeteredBuilder append(CharSequence text) {
        return append(Values.text(text));
    }

    public MeteredBuilder append(char[] text) {
        makeRoom(text.length);
        Meter.charge(1 + text.length / CHARS_PER_GAS);
        System.arraycopy(text, 0, chars, length, text.length);
        length += text.length;
        return this;
    }

    public MeteredBuilder append(char character) {
        makeRoom(1);
        chars[length++] = character;
        return this;
    }

    public MeteredBuilder append(int number) {
        return append((long) number);
    }

    public MeteredBuilder append(long number) {
        Meter.charge(NUMBER);
        return append(Long.toString(number));
    }

    public MeteredBuilder append(boolean value) {
        return append(value ? "true" : "false");
    }

    public MeteredBuilder insert(int at, String text) {
        String inserted = text == null ? "null" : text;
        checkEnd(at);
        int added = inserted.length();
        makeRoom(added);
        Meter.charge(1 + (added + length - at) / CHARS_PER_GAS);
        System.arraycopy(chars, at, chars, at + added, length - at);
        inserted.getChars(0, added, chars, at);
        length += added;
        return this;
    }

    public MeteredBuilder insert(int at, char character) {
        return insert(at, String.valueOf(character));
    }

    public MeteredBuilder reverse() {
        for (int i = 0, j = length - 1; i < j; i++, j--) {
            char last = chars[j];
            chars[j] = chars[i];
            chars[i] = last;
        }
        return this;
    }

    public MeteredBuilder deleteCharAt(int at) {
        checkIndex(at);
        Meter.charge(1 + (length - at) / CHARS_PER_GAS);
        System.arraycopy(chars, at + 1, chars, at, length - at - 1);
        length--;
        return this;
    }

    public void setCharAt(int at, char character) {
        checkIndex(at);
        chars[at] = character;
    }

    public void setLength(int wanted) {
        if (wanted < 0) {
            throw new StringIndexOutOfBoundsException();
        }
        if (wanted > length) {
            makeRoom(wanted - length);
            for (int i = length; i < wanted; i++) {
                chars[i] = 0;
            }
        }
        length = wanted;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public boolean isEmpty() {
        return length == 0;
    }

    @Override
    public char charAt(int at) {
        checkIndex(at);
        return chars[at];
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(MeteredBuilder other) {
        return Strings.compareTo(toString(), other.toString());
    }

    @Override
    public String toString() {
        Strings.made(length);
        return new String(chars, 0, length);
    }

    private void makeRoom(int added) {
        long needed = (long) length + added;
        if (needed > chars.length) {
            long capacity = Math.max(needed, chars.length * 2L);
            Meter.charge(capacity * 2);
            char[] grown = new char[Math.toIntExact(capacity)];
            System.arraycopy(chars, 0, grown, 0, length);
            chars = grown;
        }
    }

    private void checkIndex(int at) {
        if (at < 0 || at >= length) {
            throw new StringIndexOutOfBoundsException();
        }
    }

    private void checkEnd(int at) {
        if (at < 0 || at > length) {
            throw new StringIndexOutOfBoundsException();
        }
    }
}
