package theseus.runtime;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a JSON text (RFC 8259) into plain values: maps in order, lists, texts, booleans, whole
 * numbers as BigInteger. Strict: no field twice, no fractions, nothing after the value, bounded
 * depth. Null is left out: fields that are null are as if they were not there.
 */
final class PlainJson {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_DIGITS = 1_300;

    private final String text;
    private int at;

    private PlainJson(String text) {
        this.text = text;
    }

    /**
     * @throws IllegalArgumentException naming the line and column
     */
    static Object read(String text) {
        PlainJson json = new PlainJson(text);
        Object value = json.value(0);
        json.blank();
        if (json.at < text.length()) {
            throw json.wrong("something stands after the end");
        }
        return value;
    }

    private Object value(int depth) {
        if (depth > MAX_DEPTH) {
            throw wrong("nested deeper than " + MAX_DEPTH);
        }
        blank();
        char c = peek();
        if (c == '{') {
            return object(depth);
        }
        if (c == '[') {
            return list(depth);
        }
        if (c == '"') {
            return string();
        }
        if (c == '-' || isDigit(c)) {
            return number();
        }
        if (word("true")) {
            return Boolean.TRUE;
        }
        if (word("false")) {
            return Boolean.FALSE;
        }
        throw wrong("no value begins here");
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> fields = new LinkedHashMap<>();
        Set<String> names = new TreeSet<>();
        at++;
        blank();
        if (taken('}')) {
            return fields;
        }
        do {
            blank();
            String name = string();
            blank();
            must(':');
            blank();
            if (!names.add(name)) {
                throw wrong("the field " + name + " is there twice");
            }
            if (!word("null")) {
                fields.put(name, value(depth + 1));
            }
            blank();
        } while (taken(','));
        must('}');
        return fields;
    }

    private List<Object> list(int depth) {
        List<Object> items = new ArrayList<>();
        at++;
        blank();
        if (taken(']')) {
            return items;
        }
        do {
            items.add(value(depth + 1));
            blank();
        } while (taken(','));
        must(']');
        return items;
    }

    private String string() {
        must('"');
        StringBuilder out = new StringBuilder();
        while (true) {
            char c = peek();
            at++;
            if (c == '"') {
                return out.toString();
            }
            if (c < ' ') {
                throw wrong("a control character in a text");
            }
            out.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                if (at + 4 > text.length()) {
                    throw wrong("four hexadecimal digits are expected");
                }
                try {
                    char value = (char) Integer.parseUnsignedInt(text, at, at + 4, 16);
                    at += 4;
                    yield value;
                } catch (NumberFormatException e) {
                    throw wrong("four hexadecimal digits are expected");
                }
            }
            default -> throw wrong("there is no escape \\" + c);
        };
    }

    private BigInteger number() {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        String digits = text.substring(start, at);
        boolean fraction = at < text.length() && "eE.".indexOf(text.charAt(at)) >= 0;
        if (fraction || digits.length() > MAX_DIGITS || !digits.matches("-?(0|[1-9][0-9]*)")) {
            throw wrong("a whole number is expected");
        }
        return new BigInteger(digits);
    }

    private void blank() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong("the text ends in the middle");
        }
        return text.charAt(at);
    }

    private boolean taken(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void must(char c) {
        if (!taken(c)) {
            throw wrong("'" + c + "' is expected");
        }
    }

    private boolean word(String word) {
        if (text.startsWith(word, at)) {
            at += word.length();
            return true;
        }
        return false;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private IllegalArgumentException wrong(String what) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < Math.min(at, text.length()); i++) {
            column = text.charAt(i) == '\n' ? 1 : column + 1;
            line += text.charAt(i) == '\n' ? 1 : 0;
        }
        return new IllegalArgumentException("line " + line + ", column " + column + ": " + what);
    }
}
