package theseus.fuzzing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Doubles, moves and leaves out lines, and puts other words into them. */
final class LineMutator implements Mutator {
    private static final int MOST_COPIES = 2_000;
    private static final int MAX_COPIED_BYTES = 1 << 20;
    private static final String BOUNDARY = "(?<=[ =:/?&,;.|\"])|(?=[ =:/?&,;.|\"])";

    @Override
    public byte[] mutate(byte[] input, byte[] other, Random random) {
        List<String> lines = lines(input);
        int at = random.nextInt(lines.size());
        switch (random.nextInt(8)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, lines.get(at));
            case 2 -> Collections.swap(lines, at, random.nextInt(lines.size()));
            case 3 -> {
                List<String> others = lines(other);
                lines.add(at, others.get(random.nextInt(others.size())));
            }
            case 4 -> {
                int fit = MAX_COPIED_BYTES / (lines.get(at).length() + 1);
                int copies = 1 + random.nextInt(Math.clamp(fit, 1, MOST_COPIES));
                lines.addAll(at, Collections.nCopies(copies, lines.get(at)));
            }
            default -> lines.set(at, word(lines.get(at), random));
        }
        return String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String word(String line, Random random) {
        String[] words = line.split(BOUNDARY);
        int at = random.nextInt(words.length);
        String other = bytesOf(Words.any(random));
        words[at] =
                switch (random.nextInt(4)) {
                    case 0 -> words[at] + other;
                    case 1 -> words[at] + words[random.nextInt(words.length)];
                    default -> other;
                };
        return String.join("", words);
    }

    private static String bytesOf(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static List<String> lines(byte[] input) {
        return new ArrayList<>(
                Arrays.asList(new String(input, StandardCharsets.ISO_8859_1).split("\n", -1)));
    }
}
