package theseus.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import theseus.protocol.CborReader;
import theseus.protocol.CborWriter;
import theseus.protocol.MalformedException;
import theseus.protocol.RecordCodec;
import theseus.protocol.Schemas;
import theseus.runtime.sample.shapes.Everything;
import theseus.sdk.Bytes;

/** Generated codecs against the reflective one: the same bytes for the same values. */
final class GeneratedCodecTest {
    private static final int ROUNDS = 2_000;

    private final long seed = Long.getLong("theseus.seed", System.nanoTime());
    private SandboxLoader loader;
    private Forge forge;

    @BeforeEach
    void load() {
        System.out.println("seed " + seed);
        var classes = ModuleClasses.of(Classpath.packageOf(Everything.class));
        loader = new SandboxLoader(Instrumenter.instrument(classes));
        loader.initializeAll();
        loader.gas().set(Long.MAX_VALUE);
        forge = new Forge(loader, Map.of());
    }

    private Codec codec(Class<?> type) throws ClassNotFoundException {
        Class<?> inside = Class.forName(type.getName(), true, loader);
        assertNotSame(type, inside);
        Codec codec = forge.codec(inside, inside);
        loader.initializeAll();
        return codec;
    }

    private static Bytes write(Codec codec, Object value) {
        CborWriter out = new CborWriter();
        codec.write(out, value);
        return out.toBytes();
    }

    private static Object read(Codec codec, Bytes bytes) {
        CborReader in = new CborReader(bytes);
        Object value = codec.read(in);
        in.end();
        return value;
    }

    @Test
    void randomValuesRoundTripAsWithTheReflectiveCodec() throws Exception {
        Codec generated = codec(Everything.class);
        RecordCodec<Everything> reflective = RecordCodec.of(Everything.class);
        RandomValues values = new RandomValues(seed);
        for (int i = 0; i < ROUNDS; i++) {
            Bytes bytes = reflective.encode((Everything) values.of(Everything.class));
            Object inside = read(generated, bytes);
            assertSame(loader, inside.getClass().getClassLoader());
            assertEquals(bytes, write(generated, inside));
        }
    }

    @Test
    void bothCodecsRefuseTheSameBytes() throws Exception {
        Codec generated = codec(Everything.class);
        RecordCodec<Everything> reflective = RecordCodec.of(Everything.class);
        RandomValues values = new RandomValues(seed);
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            Bytes bytes = reflective.encode((Everything) values.of(Everything.class));
            byte[] changed = bytes.toArray();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            Bytes mutant = Bytes.wrap(changed);
            Optional<Everything> outside = attempt(() -> reflective.decode(mutant));
            Optional<Object> inside = attempt(() -> read(generated, mutant));
            assertEquals(outside.isPresent(), inside.isPresent(), mutant.hex());
            if (inside.isPresent()) {
                assertEquals(mutant, write(generated, inside.get()));
            } else {
                refused++;
            }
        }
        assertTrue(refused > ROUNDS / 20, "only " + refused + " refused");
    }

    private interface Attempt<T> {
        T run();
    }

    private static <T> Optional<T> attempt(Attempt<T> attempt) {
        try {
            return Optional.of(attempt.run());
        } catch (MalformedException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Test
    void constructorsOfRecordsAreRun() throws Exception {
        Class<?> guarded = Class.forName(Everything.class.getName() + "$Guarded");
        Codec codec = codec(guarded);
        Bytes key = Bytes.fromHex("8201" + "4101");
        Bytes keys = Bytes.fromHex("82" + "81" + key.hex() + "01");
        read(codec, Bytes.fromHex("82" + keys.hex() + "05"));
        assertThrows(
                IllegalArgumentException.class,
                () -> read(codec, Bytes.fromHex("82" + keys.hex() + "00")));
        Bytes twice = Bytes.fromHex("82" + "82" + key.hex() + key.hex() + "01");
        assertThrows(
                IllegalArgumentException.class,
                () -> read(codec, Bytes.fromHex("82" + twice.hex() + "05")));
    }

    @Test
    void generatedClassesLeaveNothingToLinkLate() throws Exception {
        codec(Everything.class);
        Map<String, byte[]> used = new HashMap<>(forge.used());
        assertTrue(used.size() > 8, used.keySet().toString());
        used.forEach((name, content) -> assertEquals(0, LateLinks.in(content), name));
    }

    @Test
    void theSameClassesAreGeneratedEachTime() throws Exception {
        codec(Everything.class);
        TreeMap<String, byte[]> first = new TreeMap<>(forge.used());
        load();
        codec(Everything.class);
        first.forEach(
                (name, content) ->
                        assertEquals(Bytes.of(content), Bytes.of(forge.used().get(name)), name));
    }

    @Test
    void theSchemaIsThatOfTheTypesOutside() throws Exception {
        Class<?> inside = Class.forName(Everything.class.getName(), true, loader);
        assertEquals(Schemas.of(Everything.class), forge.schema(inside, inside));
    }
}
