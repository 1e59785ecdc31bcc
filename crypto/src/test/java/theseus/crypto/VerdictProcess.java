package theseus.crypto;

import java.util.List;
import java.util.Scanner;
import java.util.stream.Collectors;
import theseus.sdk.Bytes;
import theseus.sdk.PublicKey;

/**
 * Prints which provider is the best here, and what it says of each case on standard input (a line
 * of algorithm, key, content and signature): 1 or 0.
 */
final class VerdictProcess {
    private static final int FIELDS = 4;

    private VerdictProcess() {}

    public static void main(String[] arguments) {
        Signatures best = Signatures.best();
        System.out.println(best.name() + " " + best.timesSlower());
        StringBuilder verdicts = new StringBuilder();
        Scanner in = new Scanner(System.in);
        while (in.hasNextLine()) {
            String[] fields = in.nextLine().split(",", FIELDS);
            PublicKey key = new PublicKey(Integer.parseInt(fields[0]), Bytes.fromHex(fields[1]));
            verdicts.append(
                    best.verify(key, Bytes.fromHex(fields[2]), Bytes.fromHex(fields[3])) ? 1 : 0);
        }
        System.out.println(verdicts);
    }

    static String line(Vector vector) {
        return vector.key().algorithm()
                + ","
                + vector.key().bytes().hex()
                + ","
                + vector.content().hex()
                + ","
                + vector.signature().hex();
    }

    static String verdicts(Signatures by, List<Vector> vectors) {
        return vectors.stream()
                .map(it -> by.verify(it.key(), it.content(), it.signature()) ? "1" : "0")
                .collect(Collectors.joining());
    }
}
