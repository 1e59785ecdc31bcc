package theseus.node;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import theseus.fuzzing.Mutator;

/** Changes what stands between the lines of PEM, mostly, and the lines. */
final class PemMutator implements Mutator {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z ]+)-----\n([A-Za-z0-9+/=\n]*)-----END \\1-----\n");
    private static final Mutator LINES = Mutator.lines();
    private static final Mutator BYTES = Mutator.bytes();

    @Override
    public byte[] mutate(byte[] input, byte[] other, Random random) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        Matcher found = BLOCK.matcher(text);
        if (!found.find() || random.nextInt(5) == 0) {
            return LINES.mutate(input, other, random);
        }
        byte[] content;
        try {
            content = Base64.getMimeDecoder().decode(found.group(2));
        } catch (IllegalArgumentException e) {
            return BYTES.mutate(input, other, random);
        }
        byte[] changed = BYTES.mutate(content, content, random);
        String block = Certificates.pem(found.group(1), changed);
        return (text.substring(0, found.start()) + block + text.substring(found.end()))
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
