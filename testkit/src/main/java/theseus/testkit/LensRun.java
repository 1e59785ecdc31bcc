package theseus.testkit;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import theseus.kernel.spi.Outcome.Image;
import theseus.protocol.Schema;
import theseus.protocol.Schema.Structure;
import theseus.testkit.LensCase.Kind;
import theseus.testkit.LensCase.Sample;
import theseus.testkit.LensLaws.Verdict;

/** One lens under a {@link LensCheck}: makes cases, counts, and shrinks the first that fails. */
final class LensRun {
    private static final int MAX_FAMILY_RECORDS = 5;

    /** How many records are sent through the lens to find the smallest. */
    private static final int MAX_SHRINKING_RECORDS = 50_000;

    /** One sample of so many is as large as may be. */
    private static final int LARGEST_ONE_IN = 50;

    private static final int MAX_FOUND = 200;

    /** Half of the largest family's records are so large, where they may be. */
    private static final int LARGE_RELATIVE_BYTES = 4096;

    /** For each record of the largest family. */
    private static final int TRIES = 4;

    /** Fewer possible samples of a hundred than this show nothing. */
    private static final int MIN_POSSIBLE_PERCENT = 2;

    private final LensSides sides;
    private final LensLaws laws;
    private final RandomRecords random;
    private final long seed;

    /** Old records that are possible: first the examples, then what was found. */
    private final List<Sample> olds;

    /** New records that are possible. */
    private final List<Sample> news = new ArrayList<>();

    private final LensSides.Largest largest;
    private int up;
    private int is;
    private int absent;
    private int refused;
    private int pairs;
    private int impossible;

    LensRun(LensSides sides, RandomRecords random, long seed, List<Sample> examples) {
        this.sides = sides;
        this.laws = new LensLaws(sides);
        this.random = random;
        this.seed = seed;
        this.olds = new ArrayList<>(examples);
        this.largest = sides.largest();
    }

    LensReport run(int samples) {
        for (Sample example : List.copyOf(olds)) {
            oldUnit(List.of(example));
        }
        for (int i = 0; i < samples; i++) {
            oldUnit(i == samples / 2 ? largestUnit() : unit(true));
            newUnit(unit(false));
        }
        if (up * 100L < (long) samples * MIN_POSSIBLE_PERCENT) {
            throw new AssertionError(
                    "%s: only %d of %d random old units satisfy the invariants (seed %d); give"
                                    .formatted(sides.title(), up, samples, seed)
                            + " check.example(table, key, value) to make others from");
        }
        return new LensReport(sides.title(), seed, up, is, absent, refused, pairs, impossible);
    }

    private void oldUnit(List<Sample> old) {
        if (!(held(new LensCase(Kind.UP, old, List.of())) instanceof Image.Is(var rows))) {
            return;
        }
        List<Sample> made = laws.samples(rows, false);
        newUnit(made);
        List<Sample> changed = mutated(made, false);
        newUnit(changed);
        held(new LensCase(Kind.DOWN, changed, old));
        held(new LensCase(Kind.UP, mutated(old, true), made));
        held(new LensCase(Kind.UP, mutated(old, true), changed));
        held(new LensCase(Kind.TWO_UP, old, neighbour(old, true)));
        held(new LensCase(Kind.TWO_DOWN, made, neighbour(made, false)));
    }

    private void newUnit(List<Sample> current) {
        held(new LensCase(Kind.DOWN, current, List.of()));
    }

    /** What the unit became; nothing when there is no such unit. */
    private Image held(LensCase it) {
        return switch (laws.judge(it)) {
            case Verdict.Impossible() -> {
                impossible++;
                yield new Image.Absent();
            }
            case Verdict.Held(Image image) -> {
                count(it.kind(), image);
                keep(it);
                yield image;
            }
            case Verdict.Broken broken -> throw failure(it, broken);
        };
    }

    /** What is possible tells how others may look that are. */
    private void keep(LensCase it) {
        List<Sample> found = it.isOld() ? olds : news;
        Sample sample = it.unit().get(random.below(it.unit().size()));
        if (found.size() < MAX_FOUND) {
            found.add(sample);
        } else if (random.oneIn(LARGEST_ONE_IN)) {
            found.set(random.below(found.size()), sample);
        }
    }

    private void count(Kind kind, Image image) {
        switch (kind) {
            case UP -> up++;
            case TWO_UP, TWO_DOWN -> pairs++;
            case DOWN -> {
                switch (image) {
                    case Image.Is _ -> is++;
                    case Image.Absent _ -> absent++;
                    case Image.Refuse _ -> refused++;
                    case Image.TooLarge large -> throw new IllegalStateException(large.toString());
                }
            }
        }
    }

    // ---- making units ----

    private List<Sample> unit(boolean isOld) {
        List<Sample> found = isOld ? olds : news;
        Sample first =
                !found.isEmpty() && random.oneIn(2)
                        ? mutated(found.get(random.below(found.size())), isOld)
                        : sample(isOld);
        return sides.shape().family() ? family(first, isOld) : List.of(first);
    }

    private Sample sample(boolean isOld) {
        Object key = random.value(sides.key(isOld));
        Object value = random.value(sides.value(isOld));
        if (isOld && random.oneIn(LARGEST_ONE_IN)) {
            value = random.stretched(sides.value(true), value, largest.valueBytes());
        }
        if (isOld && random.oneIn(LARGEST_ONE_IN)) {
            key = random.stretched(sides.key(true), key, largest.keyBytes());
        }
        return new Sample(key, value);
    }

    private List<Sample> family(Sample first, boolean isOld) {
        List<Sample> family = new ArrayList<>(List.of(first));
        for (int i = random.below(MAX_FAMILY_RECORDS); i > 0; i--) {
            add(family, relative(first, isOld));
        }
        return family;
    }

    private static void add(List<Sample> family, Sample sample) {
        if (family.stream().noneMatch(one -> one.key().equals(sample.key()))) {
            family.add(sample);
        }
    }

    /** Another record under the same root. */
    private Sample relative(Sample of, boolean isOld) {
        Object key =
                random.oneIn(2)
                        ? random.mutated(sides.key(isOld), of.key())
                        : random.value(sides.key(isOld));
        Object value =
                random.oneIn(2)
                        ? random.mutated(sides.value(isOld), of.value())
                        : random.value(sides.value(isOld));
        return new Sample(rooted(sides.key(isOld), key, of.key()), value);
    }

    private static Object rooted(Schema schema, Object key, Object like) {
        if (!(schema instanceof Structure(_, var fields)) || fields.isEmpty()) {
            return like;
        }
        String root = fields.getFirst().name();
        var rooted = new LinkedHashMap<>(RandomRecords.map(key));
        rooted.put(root, RandomRecords.map(like).get(root));
        return rooted;
    }

    /** A family with as many records as may be; else a record. */
    private List<Sample> largestUnit() {
        Sample first = unit(true).getFirst();
        if (!sides.shape().family()) {
            return List.of(first);
        }
        // As many different ones as the keys and invariants give in some tries.
        var family = new LinkedHashMap<Object, Sample>();
        for (int i = 0; i < TRIES * largest.family() && family.size() < largest.family(); i++) {
            Sample next = relative(first, true);
            if (random.oneIn(2)) {
                int bytes = Math.min(largest.valueBytes(), LARGE_RELATIVE_BYTES);
                next =
                        new Sample(
                                next.key(),
                                random.stretched(sides.value(true), next.value(), bytes));
            }
            boolean isPossible =
                    laws.judge(new LensCase(Kind.UP, List.of(next), List.of()))
                            instanceof Verdict.Held;
            if (isPossible) {
                family.putIfAbsent(next.key(), next);
            }
        }
        return family.isEmpty() ? List.of(first) : List.copyOf(family.values());
    }

    /** The same unit with other content. */
    private List<Sample> mutated(List<Sample> unit, boolean isOld) {
        List<Sample> mutated = new ArrayList<>(unit);
        int at = random.below(unit.size());
        Sample one = unit.get(at);
        if (!sides.shape().family() || random.oneIn(2)) {
            mutated.set(at, new Sample(one.key(), random.mutated(sides.value(isOld), one.value())));
        } else if (unit.size() > 1 && random.oneIn(2)) {
            mutated.remove(at);
        } else {
            add(mutated, relative(one, isOld));
        }
        return mutated;
    }

    private Sample mutated(Sample sample, boolean isOld) {
        return random.oneIn(2)
                ? new Sample(sample.key(), random.mutated(sides.value(isOld), sample.value()))
                : new Sample(random.mutated(sides.key(isOld), sample.key()), sample.value());
    }

    /** Another unit that looks much alike. */
    private List<Sample> neighbour(List<Sample> unit, boolean isOld) {
        Sample one = unit.getFirst();
        Sample other = new Sample(random.mutated(sides.key(isOld), one.key()), one.value());
        if (random.oneIn(4)) {
            other = new Sample(other.key(), random.value(sides.value(isOld)));
        }
        return List.of(other);
    }

    // ---- failing ----

    private AssertionError failure(LensCase it, Verdict.Broken broken) {
        Verdict.Broken shown = broken;
        int steps = 0;
        long work = 0;
        Iterator<LensCase> candidates = it.smaller(sides).iterator();
        while (candidates.hasNext() && work < MAX_SHRINKING_RECORDS) {
            LensCase smaller = candidates.next();
            steps++;
            work += 1 + smaller.unit().size() + smaller.other().size();
            if (laws.judge(smaller) instanceof Verdict.Broken next
                    && next.law().equals(broken.law())) {
                shown = next;
                candidates = smaller.smaller(sides).iterator();
            }
        }
        return new AssertionError(
                "%s breaks a law: %s\n%s\n(seed %d; the smallest found in %d steps)"
                        .formatted(sides.title(), broken.law(), shown.story(), seed, steps));
    }
}
