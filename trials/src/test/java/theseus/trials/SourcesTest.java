package theseus.trials;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The modules of the trials are themselves admissible. */
final class SourcesTest {
    @ParameterizedTest
    @ValueSource(strings = {"ledger-1", "ledger-2", "shop-1", "council-1"})
    void isAdmissible(String name) {
        var packed = Compiled.packed(Compiled.source(name));
        assertEquals(name.substring(0, name.indexOf('-')), packed.descriptor().module());
    }
}
