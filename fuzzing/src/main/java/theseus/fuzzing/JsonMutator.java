package theseus.fuzzing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Replaces, doubles and leaves out values of a JSON text, found without parsing it strictly. */
final class JsonMutator implements Mutator {
    private static final int DEEPEST = 20_000;
    private static final String[] VALUES = {
        "null",
        "true",
        "[]",
        "{}",
        "\"\"",
        "0",
        "-1",
        "1.5",
        "1e400",
        "1e-400",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "{\"\":{}}",
        "[null]",
        "[[],{}]",
        "9223372036854775808",
        "{\"a\":1,\"a\":2}"
    };

    /** From (inclusive) to (exclusive). */
    private record Part(int from, int to) {}

    @Override
    public byte[] mutate(byte[] input, byte[] other, Random random) {
        List<Part> parts = parts(input);
        if (parts.isEmpty()) {
            return ByteMutator.mutate(input, other, random);
        }
        Part part = parts.get(random.nextInt(parts.size()));
        byte[] own = java.util.Arrays.copyOfRange(input, part.from, part.to);
        byte[] instead =
                switch (random.nextInt(7)) {
                    case 0 -> text(VALUES[random.nextInt(VALUES.length)]);
                    case 1 ->
                            text(
                                    '"'
                                            + Words.any(random).replaceAll("[\"\\\\\\p{Cntrl}]", "")
                                            + '"');
                    case 2 -> text(Words.any(random));
                    case 3 -> foreign(other, random);
                    case 4 -> joined(own, own);
                    case 5 -> nested(own, random);
                    default -> new byte[0];
                };
        return ByteMutator.replace(input, part.from, part.to, instead);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return text(latin(first) + "," + latin(second));
    }

    private static byte[] nested(byte[] own, Random random) {
        int depth = 1 + random.nextInt(random.nextInt(4) == 0 ? DEEPEST : 70);
        boolean isArray = random.nextBoolean();
        String open = isArray ? "[" : "{\"a\":";
        return text(open.repeat(depth) + latin(own) + (isArray ? "]" : "}").repeat(depth));
    }

    private static byte[] foreign(byte[] other, Random random) {
        List<Part> parts = parts(other);
        if (parts.isEmpty()) {
            return new byte[] {'0'};
        }
        Part part = parts.get(random.nextInt(parts.size()));
        return java.util.Arrays.copyOfRange(other, part.from, part.to);
    }

    /** Strings, objects, arrays, members and other runs between punctuation. */
    private static List<Part> parts(byte[] input) {
        List<Part> parts = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        int word = -1;
        int name = -1;
        for (int i = 0; i < input.length; i++) {
            int start = i;
            switch (input[i]) {
                case '"' -> {
                    do {
                        i += i + 1 < input.length && input[i] == '\\' ? 2 : 1;
                    } while (i < input.length && input[i] != '"');
                    int end = Math.min(input.length, i + 1);
                    parts.add(new Part(start, end));
                    if (name >= 0) {
                        parts.add(new Part(name, end));
                    }
                    name = i + 1 < input.length && input[i + 1] == ':' ? start : -1;
                }
                case '{', '[' -> {
                    open.add(i);
                    name = -1;
                }
                case '}', ']' -> {
                    word = end(parts, word, i);
                    if (!open.isEmpty()) {
                        parts.add(new Part(open.removeLast(), i + 1));
                    }
                }
                case ',', ':', ' ', '\n', '\r', '\t' -> word = end(parts, word, i);
                default -> word = word < 0 ? i : word;
            }
        }
        return parts;
    }

    private static int end(List<Part> parts, int word, int at) {
        if (word >= 0) {
            parts.add(new Part(word, at));
        }
        return -1;
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] text(String text) {
        // what is Latin-1 came out of bytes; what is not goes in as UTF-8
        boolean isLatin = text.chars().allMatch(c -> c < 256);
        return text.getBytes(isLatin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }
}
