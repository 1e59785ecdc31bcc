package theseus.fuzzing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Changes items of CBOR and writes what comes out: valid CBOR mostly, of another shape. */
final class CborMutator implements Mutator {
    private static final int DEEPEST = 20_000;
    private static final int MOST_COPIES = 3_000;
    private static final int MAX_COPIED_BYTES = 1 << 20;
    private static final long[] TELLING = {
        0,
        1,
        2,
        23,
        24,
        255,
        256,
        65_535,
        65_536,
        Integer.MAX_VALUE,
        1L << 31,
        1L << 32,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1
    };
    private static final String[] TEXTS = {
        "", "a", "A", "kernel", "\u0000", "\ud83d\ude00", "../x", "a/b", "x".repeat(5_000), "é", "ﬀ"
    };

    @Override
    public byte[] mutate(byte[] input, byte[] other, Random random) {
        Optional<CborItem> root = CborItem.parse(input);
        if (root.isEmpty()) {
            return ByteMutator.mutate(input, other, random);
        }
        List<CborItem> all = new ArrayList<>();
        root.get().collect(all);
        List<CborItem> arrays =
                all.stream()
                        .filter(item -> item.major == CborItem.ARRAY && !item.inside.isEmpty())
                        .toList();
        CborItem any = all.get(random.nextInt(all.size()));
        if (arrays.isEmpty() || random.nextBoolean()) {
            one(any, random);
        } else {
            many(arrays.get(random.nextInt(arrays.size())), any, other, random);
        }
        return root.get().encode();
    }

    private static void one(CborItem item, Random random) {
        switch (random.nextInt(8)) {
            case 0 -> item.argument = TELLING[random.nextInt(TELLING.length)];
            case 1 -> item.argument += random.nextBoolean() ? 1 : -1;
            case 2 -> item.width = random.nextInt(4) == 0 ? 0 : 1 << random.nextInt(4);
            case 3 -> item.major = random.nextInt(8);
            case 4 -> become(item, CborItem.integer(TELLING[random.nextInt(TELLING.length)]));
            case 5 -> {
                byte[] text = TEXTS[random.nextInt(TEXTS.length)].getBytes(StandardCharsets.UTF_8);
                become(item, CborItem.string(CborItem.TEXT, text));
            }
            case 6 -> {
                byte[] bytes = new byte[random.nextInt(random.nextInt(5) == 0 ? 70_000 : 70)];
                random.nextBytes(bytes);
                become(item, CborItem.string(CborItem.BYTES, bytes));
            }
            default -> {
                CborItem simple = CborItem.integer(20 + random.nextInt(4));
                simple.major = 7;
                become(item, simple);
            }
        }
    }

    private static void many(CborItem array, CborItem any, byte[] other, Random random) {
        List<CborItem> inside = array.inside;
        int at = random.nextInt(inside.size());
        switch (random.nextInt(7)) {
            case 0 -> inside.remove(at);
            case 1 -> inside.add(at, inside.get(at));
            case 2 -> Collections.swap(inside, at, random.nextInt(inside.size()));
            case 3 -> {
                int most = random.nextInt(4) == 0 ? MOST_COPIES : 20;
                int fit = MAX_COPIED_BYTES / inside.get(at).encode().length;
                int copies = 1 + random.nextInt(Math.clamp(fit, 1, most));
                inside.addAll(at, Collections.nCopies(copies, inside.get(at)));
            }
            case 4 -> inside.set(at, foreign(other, random));
            case 5 -> inside.add(at, foreign(other, random));
            default -> nest(any, random);
        }
        // sometimes the count is left as it was announced
        if (random.nextInt(5) != 0) {
            array.argument = inside.size();
        }
    }

    private static CborItem foreign(byte[] other, Random random) {
        List<CborItem> all = new ArrayList<>();
        CborItem.parse(other).ifPresent(item -> item.collect(all));
        return all.isEmpty() ? CborItem.integer(0) : all.get(random.nextInt(all.size()));
    }

    /** Heads of arrays with one item each, as the content of a string without a head. */
    private static void nest(CborItem item, Random random) {
        if (random.nextBoolean()) {
            CborItem copy = new CborItem();
            become(copy, item);
            become(item, CborItem.array(List.of(copy)));
            return;
        }
        byte[] heads = new byte[1 + random.nextInt(DEEPEST)];
        java.util.Arrays.fill(heads, (byte) (random.nextBoolean() ? 0x81 : 0xc2));
        CborItem deep = CborItem.array(List.of());
        deep.argument = 1;
        deep.content = heads;
        become(item, deep);
    }

    private static void become(CborItem item, CborItem other) {
        item.major = other.major;
        item.argument = other.argument;
        item.width = other.width;
        item.content = other.content;
        item.inside = other.inside;
    }
}
