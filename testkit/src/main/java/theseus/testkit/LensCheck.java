package theseus.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import theseus.protocol.Artifact;
import theseus.protocol.RecordCodec;
import theseus.protocol.SchemaCodec;
import theseus.sdk.Lens;
import theseus.sdk.Module;
import theseus.testkit.LensSides.Largest;

/**
 * Puts the lenses of a module to the test: sends random old and new records through them in the
 * real sandbox, and fails with the smallest that breaks a law.
 *
 * <pre>{@code
 * LensCheck.of(Consent.class).after(old.Consent.class).run();
 * }</pre>
 *
 * <p>Records are at the edges of their types (empty, largest, boundary numbers), mention what the
 * module's code mentions, and are alike. Those that break a record invariant of their version are
 * left out, so what cannot be must be said as an invariant. The same seed makes the same records:
 * {@code -Dtheseus.seed}.
 */
public final class LensCheck {
    private static final int SAMPLES = 1_000;

    private final Artifact module;
    private Optional<Artifact> before = Optional.empty();
    private final List<Example> examples = new ArrayList<>();
    private long seed = Long.getLong("theseus.seed", System.nanoTime());
    private int samples = SAMPLES;
    private Largest largest = Largest.THAT_IS_KEPT;

    /** A record of an old table from which others are made. */
    record Example(String table, LensCase.Sample sample) {}

    private LensCheck(Artifact module) {
        this.module = module;
    }

    /** All lenses of {@code module}. */
    public static LensCheck of(Class<? extends Module> module) {
        return of(Sources.pack(module).artifact());
    }

    public static LensCheck of(Artifact module) {
        return new LensCheck(module);
    }

    /**
     * The version before: its record invariants say which old records there are. Lenses from other
     * tables than it has are left out.
     */
    public LensCheck after(Class<? extends Module> old) {
        return after(Sources.pack(old).artifact());
    }

    public LensCheck after(Artifact old) {
        before = Optional.of(old);
        return this;
    }

    /**
     * A record of the old table, for where random ones hardly ever satisfy the invariants: others
     * are made from it by small changes.
     */
    public LensCheck example(String table, Object key, Object value) {
        examples.add(new Example(table, new LensCase.Sample(plain(key), plain(value))));
        return this;
    }

    private static <T> Object plain(T value) {
        @SuppressWarnings("unchecked") // the codec of a value's own class takes that value
        RecordCodec<T> codec = (RecordCodec<T>) RecordCodec.of(value.getClass());
        return SchemaCodec.decode(codec.schema(), codec.encode(value));
    }

    public LensCheck seed(long value) {
        seed = value;
        return this;
    }

    /** How many old units are made; as many new ones, and several times as many pairs. */
    public LensCheck samples(int count) {
        samples = count;
        return this;
    }

    /**
     * Old records are no larger than this, since handlers of the old version see to it. Unless
     * said, they are as large as records may be: a lens that adds to those traps.
     */
    public LensCheck largest(int keyBytes, int valueBytes) {
        largest = new Largest(keyBytes, valueBytes, largest.family());
        return this;
    }

    /**
     * Old families have no more records than this; unless said, {@value Lens.OfFamily#MAX_FAMILY}.
     */
    public LensCheck largestFamily(int records) {
        largest = new Largest(largest.keyBytes(), largest.valueBytes(), records);
        return this;
    }

    /**
     * One report for each lens.
     *
     * @throws AssertionError with the law and the smallest records that break it
     */
    public List<LensReport> run() {
        List<LensSides> lenses = LensSides.of(module, before, largest);
        if (lenses.isEmpty()) {
            throw new AssertionError(
                    "there is no lens to check: the module has none"
                            + (before.isPresent() ? " from a table of the version before" : ""));
        }
        ModuleConstants constants = ModuleConstants.of(module);
        List<LensReport> reports = new ArrayList<>();
        for (LensSides sides : lenses) {
            List<LensCase.Sample> own =
                    examples.stream()
                            .filter(one -> one.table().equals(sides.shape().table()))
                            .map(Example::sample)
                            .toList();
            RandomRecords random = new RandomRecords(new Random(seed), constants);
            reports.add(new LensRun(sides, random, seed, own).run(samples));
        }
        return reports;
    }
}
