package theseus.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
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
        assertTrue(
                Interfaces.mismatch(
                                OFFERED,
                                new RequirementShape(
                                        "1", new InterfaceShape("other", "1.0", List.of())))
                        .orElseThrow()
                        .contains("not other"));
    }

    @Test
    void whoServesAndWhyOthersDoNot() {
        SequencedMap<String, Descriptor> instances = new TreeMap<>();
        instances.put("fits", offering(OFFERED));
        instances.put("old", offering(new InterfaceShape("theseus.consent", "1.0", List.of(READ))));
        instances.put("other", offering(new InterfaceShape("other", "1.3", List.of(READ))));
        Interfaces.Serving found =
                Interfaces.serving(new RequirementShape("1.2", OFFERED), instances);
        assertEquals(List.of("fits"), found.instances());
        assertEquals(
                List.of("old: it offers version 1.0 of theseus.consent, wanted is 1.2"),
                found.reasons());
    }

    private static Descriptor offering(InterfaceShape offered) {
        return new Descriptor(
                "m",
                "1.0.0",
                "m.M",
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(offered),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false,
                false);
    }
}
