package theseus.fuzzing;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Changes a message of HTTP/1.1, a request or an answer: its first line, its headers, or its body
 * in the language that the headers name.
 */
public final class HttpMutator implements Mutator {
    private static final String END = "\r\n\r\n";
    private static final String LENGTH = "Content-Length: ";
    private static final Mutator LINES = Mutator.lines();
    private static final Mutator JSON = Mutator.json();
    private static final Mutator CBOR = Mutator.cbor();
    private static final Mutator BYTES = Mutator.bytes();

    @Override
    public byte[] mutate(byte[] input, byte[] other, Random random) {
        String text = latin(input);
        int end = text.indexOf(END);
        if (end < 0) {
            return BYTES.mutate(input, other, random);
        }
        String head = text.substring(0, end);
        String body = text.substring(end + END.length());
        String others = latin(other);
        int otherEnd = Math.max(0, others.indexOf(END));
        return switch (random.nextInt(8)) {
            case 0 -> BYTES.mutate(input, other, random);
            case 1 -> joined(changed(LINES, head, others.substring(0, otherEnd), random), body);
            case 2, 3 -> {
                String line = head.lines().findFirst().orElse("");
                String changed = changed(LINES, line, line, random).replace("\n", " ");
                yield joined(changed + head.substring(line.length()), body);
            }
            default -> {
                Mutator language = head.contains("json") ? JSON : CBOR;
                String from = others.substring(Math.min(others.length(), otherEnd + 4));
                String changed = body.isEmpty() ? from : changed(language, body, from, random);
                // sometimes another length is announced than comes
                yield joined(random.nextInt(8) == 0 ? head : measured(head, changed), changed);
            }
        };
    }

    private static String measured(String head, String body) {
        return head.replaceFirst(LENGTH + "[^\r\n]*", LENGTH + body.length());
    }

    private static String changed(Mutator by, String text, String other, Random random) {
        return latin(by.mutate(bytes(text), bytes(other), random));
    }

    private static byte[] joined(String head, String body) {
        return bytes(head + END + body);
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
