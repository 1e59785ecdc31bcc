package theseus.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import theseus.protocol.Descriptor.InterfaceShape;
import theseus.protocol.Descriptor.MethodShape;
import theseus.protocol.Descriptor.RequirementShape;

final class InterfacesTest {
    private static final MethodShape READ =
            new MethodShape(
                    "allowed",
                    true,
                    List.of(new Schema.Account(), new Schema.Int(64)),
                    new Schema.Bool());
    private static final MethodShape WRITE =
            new MethodShape("append", false, List.of(new Schema.Text()), new Schema.Int(64));
    private static final InterfaceShape OFFERED =
            new InterfaceShape("theseus.consent", "1.3", List.of(READ, WRITE));

    private static Optional<String> wanting(String versions, MethodShape... methods) {
        return Interfaces.mismatch(
                OFFERED,
                new RequirementShape(
                        versions, new InterfaceShape("theseus.consent", "1.0", List.of(methods))));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1.0, true", "1, 1.17, true", "1, 2.0, false", "1.2, 1.1, false", "1.2, 1.2, true",
        "1.2, 1.10, true", "1.2, 2.2, false", "0.1, 0.1, true", "1, 1, false", "1, 1.x, false"
    })
    void aRangeFixesTheMajorAndFloorsTheMinor(String range, String version, boolean accepted) {
        assertEquals(accepted, VersionRange.parse(range).accepts(version));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.", ".1", "01", "1.2.3", "-1", "+1", "1.x", "9999999"})
    void whatIsNoRangeIsRefused(String range) {
        assertThrows(IllegalArgumentException.class, () -> VersionRange.parse(range));
    }

    @Test
    void anOfferMayHaveMoreThanIsWanted() {
        assertEquals(Optional.empty(), wanting("1.2", READ));
        assertEquals(Optional.empty(), wanting("1", READ, WRITE));
    }

    @Test
    void eachMismatchIsSaid() {
        assertTrue(wanting("1.4").orElseThrow().contains("version 1.3"));
        assertTrue(
                wanting("1", new MethodShape("gone", true, List.of(), new Schema.Bool()))
                        .orElseThrow()
                        .contains("gone is not offered"));
        assertTrue(
                wanting("1", new MethodShape("allowed", false, READ.parameters(), READ.result()))
                        .orElseThrow()
                        .contains("only reads"));
        assertTrue(
                wanting("1", new MethodShape("allowed", true, List.of(), READ.result()))
                        .orElseThrow()
                        .contains("parameters"));
        assertTrue(
                wanting(
                                "1",
                                new MethodShape(
                                        "append", false, WRITE.parameters(), new Schema.Bool()))
                        .orElseThrow()
                        .contains("result"));
        assertFalse(
                Interfaces.matches(
                        OFFERED,
                        new RequirementShape("1", new InterfaceShape("other", "1.0", List.of()))));
    }
}
