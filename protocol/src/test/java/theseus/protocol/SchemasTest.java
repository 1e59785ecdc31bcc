package theseus.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

final class SchemasTest {
    enum Color {
        RED,
        GREEN
    }

    sealed interface Figure {
        record Dot() implements Figure {}

        record Circle(long radius) implements Figure {}
    }

    record Everything(
            boolean flag,
            int small,
            long large,
            BigInteger huge,
            String text,
            Bytes bytes,
            AccountId account,
            Hash hash,
            Color color,
            Figure figure,
            PublicKey key,
            List<Figure> figures,
            Optional<List<Color>> colors) {}

    @Test
    void everythingThatMayBeIsDerived() {
        Schema.Structure key =
                new Schema.Structure(
                        "PublicKey",
                        List.of(
                                new Schema.Field("algorithm", new Schema.Int(32)),
                                new Schema.Field("bytes", new Schema.ByteString())));
        Schema color = new Schema.Enumeration("Color", List.of("RED", "GREEN"));
        Schema figure =
                new Schema.Union(
                        "Figure",
                        List.of(
                                new Schema.Structure("Dot", List.of()),
                                new Schema.Structure(
                                        "Circle",
                                        List.of(new Schema.Field("radius", new Schema.Int(64))))));
        assertEquals(
                new Schema.Structure(
                        "Everything",
                        List.of(
                                new Schema.Field("flag", new Schema.Bool()),
                                new Schema.Field("small", new Schema.Int(32)),
                                new Schema.Field("large", new Schema.Int(64)),
                                new Schema.Field("huge", new Schema.BigInt()),
                                new Schema.Field("text", new Schema.Text()),
                                new Schema.Field("bytes", new Schema.ByteString()),
                                new Schema.Field("account", new Schema.Account()),
                                new Schema.Field("hash", new Schema.Digest()),
                                new Schema.Field("color", color),
                                new Schema.Field("figure", figure),
                                new Schema.Field("key", key),
                                new Schema.Field("figures", new Schema.ListOf(figure)),
                                new Schema.Field(
                                        "colors",
                                        new Schema.OptionalOf(new Schema.ListOf(color))))),
                Schemas.of(Everything.class));
        assertEquals(new Schema.Int(64), Schemas.of(Long.class));
    }

    record WithArray(byte[] content) {}

    record WithMap(Map<String, Long> entries) {}

    record WithSet(Set<String> entries) {}

    record WithDouble(double amount) {}

    record WithShort(short amount) {}

    record WithRawList(@SuppressWarnings("rawtypes") List entries) {}

    record WithObject(Object anything) {}

    record Tree(List<Tree> children) {}

    record Generic<T>(T value) {}

    record WithGeneric(Generic<String> value) {}

    record Twice(Optional<Optional<String>> value) {}

    sealed interface Nested {
        record Plain() implements Nested {}

        sealed interface Deeper extends Nested {}

        record Inner() implements Deeper {}
    }

    sealed interface WithClass {}

    static final class Case implements WithClass {}

    @Test
    void theRestIsRefusedWithAdvice() {
        refused(WithArray.class, "content: byte[] can be changed after the fact; use Bytes");
        refused(WithMap.class, "entries: maps have no fixed order; use a List of records");
        refused(WithSet.class, "is not supported; use List");
        refused(WithDouble.class, "use long with a fixed scale");
        refused(WithShort.class, "short is not supported; use int");
        refused(WithRawList.class, "must say what it contains");
        refused(WithObject.class, "java.lang.Object is not supported; use boolean, int");
        refused(Tree.class, "Tree contains itself");
        refused(WithGeneric.class, "without type parameters");
        refused(Twice.class, "an Optional of an Optional");
        refused(Nested.class, "Deeper is a case of Nested but no record");
        refused(WithClass.class, "Case is a case of WithClass but no record");
        refused(int[].class, "use List");
    }

    record L1(List<List<List<List<List<List<List<List<L2>>>>>>>> deep) {}

    record L2(List<List<List<List<List<List<List<List<L3>>>>>>>> deep) {}

    record L3(long end) {}

    record Wide(Wide1 a, Wide1 b, Wide1 c, Wide1 d, Wide1 e, Wide1 f, Wide1 g, Wide1 h) {}

    record Wide1(Wide2 a, Wide2 b, Wide2 c, Wide2 d, Wide2 e, Wide2 f, Wide2 g, Wide2 h) {}

    record Wide2(Wide3 a, Wide3 b, Wide3 c, Wide3 d, Wide3 e, Wide3 f, Wide3 g, Wide3 h) {}

    record Wide3(long a, long b, long c, long d, long e, long f, long g, long h) {}

    @Test
    void depthAndSizeAreBounded() {
        refused(L1.class, "nested deeper than 16 levels");
        refused(Wide.class, "more than 4096 parts");
        assertTrue(Schemas.of(L2.class) instanceof Schema.Structure);
        Schema deep = new Schema.Bool();
        for (int i = 0; i < Limits.MAX_SCHEMA_DEPTH; i++) {
            deep = new Schema.ListOf(deep);
        }
        assertEquals(deep, Schema.decode(deep.encode()));
        Bytes deeper = new Schema.ListOf(deep).encode();
        MalformedException refusal =
                assertThrows(MalformedException.class, () -> Schema.decode(deeper));
        assertEquals(Malformed.TOO_DEEP, refusal.code());
    }

    private static void refused(Class<?> type, String advice) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> Schemas.of(type)).getMessage();
        assertTrue(message.contains(advice), message);
    }
}
