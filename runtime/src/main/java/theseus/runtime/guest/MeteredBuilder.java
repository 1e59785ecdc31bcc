package theseus.runtime.guest;

/**
 * Stands in for {@link StringBuilder}, and writes into one: each character is charged for its share
 * of all the copies that growing makes.
 */
@SuppressWarnings("NullAway") // null appends as a text, as in the JDK
public final class MeteredBuilder implements CharSequence, Comparable<MeteredBuilder> {
    private static final int GAS_PER_CHAR = 6;
    private static final int CHARS_MOVED_PER_GAS = 4;
    private static final int NUMBER = 80;
    private static final int BYTES_PER_CHAR = 2;

    private final StringBuilder text;

    public MeteredBuilder() {
        text = new StringBuilder();
    }

    public MeteredBuilder(int capacity) {
        Meter.charge((long) Math.max(0, capacity) * BYTES_PER_CHAR);
        text = new StringBuilder(capacity);
    }

    public MeteredBuilder(String content) {
        this();
        append(content);
    }

    private static void grow(long chars) {
        Meter.charge(chars * GAS_PER_CHAR);
    }

    private void move(int from) {
        Meter.charge(1L + Math.max(0, text.length() - from) / CHARS_MOVED_PER_GAS);
    }

    public MeteredBuilder append(String added) {
        grow(added == null ? NUMBER : added.length());
        text.append(added);
        return this;
    }

    public MeteredBuilder append(Object value) {
        return append(Values.text(value));
    }

    public MeteredBuilder append(CharSequence added) {
        return append(Values.text(added));
    }

    public MeteredBuilder append(char[] added) {
        grow(added.length);
        text.append(added);
        return this;
    }

    public MeteredBuilder append(char character) {
        grow(1);
        text.append(character);
        return this;
    }

    public MeteredBuilder append(int number) {
        Meter.charge(NUMBER);
        text.append(number);
        return this;
    }

    public MeteredBuilder append(long number) {
        Meter.charge(NUMBER);
        text.append(number);
        return this;
    }

    public MeteredBuilder append(boolean value) {
        Meter.charge(NUMBER);
        text.append(value);
        return this;
    }

    public MeteredBuilder insert(int at, String added) {
        grow(added == null ? NUMBER : added.length());
        move(at);
        text.insert(at, added);
        return this;
    }

    public MeteredBuilder insert(int at, char character) {
        grow(1);
        move(at);
        text.insert(at, character);
        return this;
    }

    public MeteredBuilder reverse() {
        grow(text.length());
        text.reverse();
        return this;
    }

    public MeteredBuilder deleteCharAt(int at) {
        move(at);
        text.deleteCharAt(at);
        return this;
    }

    public void setCharAt(int at, char character) {
        if (character > 0xff) {
            move(0); // the first character beyond Latin-1 widens all
        }
        text.setCharAt(at, character);
    }

    public void setLength(int wanted) {
        grow(Math.max(0L, (long) wanted - text.length()));
        text.setLength(wanted);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public boolean isEmpty() {
        return text.isEmpty();
    }

    @Override
    public char charAt(int at) {
        return text.charAt(at);
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
        Strings.made(text.length());
        return text.toString();
    }
}
