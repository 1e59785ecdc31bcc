package theseus.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import theseus.fuzzing.Mutator;

/**
 * Damages a JAR on three levels: its bytes, the numbers in its headers and directory, and what is
 * in it, which is then packed again as it should be.
 */
final class JarMutator implements Mutator {
    private static final Mutator BYTES = Mutator.bytes();
    private static final int LARGE = 3 << 20;
    private static final int MANY = 2_100;
    private static final int SIGNATURE = 0x4b50;
    private static final int[] NUMBERS = {0, 1, 8, 9, 0x0800, 0x7fff, 0xffff, 0x7fffffff, -1};
    private static final String[] NAMES = {
        "",
        "/",
        "a/",
        "../x.class",
        "/m/Sample.class",
        "m\\Sample.class",
        "m//Sample.class",
        "M/Sample.class",
        "m/Sample.CLASS",
        "m/sample.class",
        "META-INF/versions/21/m/Sample.class",
        "META-INF/MANIFEST.MF",
        "META-INF/X.SF",
        "module-info.class",
        "m/package-info.class",
        "m/probes.json",
        "theseus/sdk/Module.class",
        "java/lang/String.class",
        "x".repeat(300),
        "m/\u0000.class",
        "m/\u00c4.class"
    };

    @Override
    public byte[] mutate(byte[] input, byte[] other, Random random) {
        int kind = random.nextInt(10);
        if (kind < 2) {
            return BYTES.mutate(input, other, random);
        }
        if (kind < 4) {
            return header(input, random);
        }
        List<Zip.Entry> entries = new ArrayList<>(Zip.read(input));
        if (entries.isEmpty()) {
            return BYTES.mutate(input, other, random);
        }
        change(entries, Zip.read(other), random);
        return Zip.write(entries);
    }

    /** Another number somewhere behind one of the signatures. */
    private static byte[] header(byte[] input, Random random) {
        byte[] changed = input.clone();
        ByteBuffer zip = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> places = new ArrayList<>();
        for (int at = 0; at + 8 <= changed.length; at++) {
            if (zip.getShort(at) == SIGNATURE) {
                places.add(at);
            }
        }
        if (places.isEmpty()) {
            return changed;
        }
        int at = places.get(random.nextInt(places.size())) + 2 * random.nextInt(23);
        int number = NUMBERS[random.nextInt(NUMBERS.length)];
        if (at + 4 <= changed.length) {
            if (random.nextBoolean()) {
                zip.putInt(at, number);
            } else {
                zip.putShort(at, (short) number);
            }
        }
        return changed;
    }

    private static void change(List<Zip.Entry> entries, List<Zip.Entry> others, Random random) {
        int at = random.nextInt(entries.size());
        Zip.Entry entry = entries.get(at);
        Zip.Entry any = entries.get(random.nextInt(entries.size()));
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 ->
                    entries.set(
                            at,
                            new Zip.Entry(
                                    entry.name(),
                                    BYTES.mutate(entry.content(), any.content(), random)));
            case 4 -> entries.set(at, new Zip.Entry(entry.name(), any.content()));
            case 5 -> entries.add(random.nextInt(entries.size() + 1), entry);
            case 6 -> entries.set(at, new Zip.Entry(name(random), entry.content()));
            case 7 -> entries.add(new Zip.Entry(name(random), entry.content()));
            case 8 -> {
                if (!others.isEmpty()) {
                    entries.add(others.get(random.nextInt(others.size())));
                }
            }
            case 9 ->
                    entries.set(
                            at,
                            new Zip.Entry(
                                    entry.name(),
                                    entry.content(),
                                    random.nextBoolean(),
                                    new byte[random.nextInt(70)]));
            case 10 -> {
                if (random.nextInt(4) == 0) {
                    entries.addAll(Collections.nCopies(MANY, new Zip.Entry("a/", new byte[0])));
                } else {
                    entries.add(new Zip.Entry("META-INF/large", new byte[random.nextInt(LARGE)]));
                }
            }
            default -> entries.remove(at);
        }
    }

    private static String name(Random random) {
        return NAMES[random.nextInt(NAMES.length)];
    }
}
