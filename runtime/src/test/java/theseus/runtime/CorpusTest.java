package theseus.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ordinary Java passes and does in the sandbox what it does outside. */
final class CorpusTest {
    private static final Guest CORPUS = corpus();
    private static final ClassLoader PLAIN = plain();

    private static Guest corpus() {
        try (var in = CorpusTest.class.getResourceAsStream("corpus/Corpus.java")) {
            String source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Guest.of("corpus.Corpus", source);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static ClassLoader plain() {
        ClassLoader plain = CORPUS.plain();
        plain.setDefaultAssertionStatus(true);
        return plain;
    }

    @Test
    void theVerifierFindsNothing() {
        assertEquals(List.of(), CORPUS.findings());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "records",
                "enums",
                "switches",
                "lambdas",
                "exceptions",
                "classes",
                "arithmetic",
                "loops",
                "texts",
                "collections",
                "maps",
                "optionals",
                "big",
                "bytes",
                "generics"
            })
    void runsAsItDoesOutside(String method) throws Throwable {
        Object outside = CORPUS.handle(PLAIN, method).invoke();
        var inside = CORPUS.run(method);
        assertEquals(outside, inside.value());
        assertTrue(inside.gas() > 0);
        assertEquals(inside.gas(), CORPUS.run(method).gas(), "in another loader");
    }

    @Test
    void nothingIsLeftToLink() {
        for (byte[] content : Instrumenter.instrument(CORPUS.classes()).values()) {
            for (var method : ClassFile.of().parse(content).methods()) {
                method.code()
                        .ifPresent(
                                code -> {
                                    for (CodeElement element : code) {
                                        assertFalse(
                                                element instanceof InvokeDynamicInstruction,
                                                method.methodName().stringValue());
                                    }
                                });
            }
        }
    }
}
