package theseus.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class JsonSchemaTest {
    record Transfer(theseus.sdk.AccountId to, long amount, Optional<String> note) {}

    @Test
    void aMessageIsAnObjectWithItsFields() {
        Descriptor descriptor =
                new Descriptor(
                        "assets",
                        "1.0.0",
                        "example.Assets",
                        Optional.empty(),
                        List.of(
                                new Descriptor.TableShape(
                                        "balances",
                                        1,
                                        Descriptor.TableKind.BASE,
                                        Optional.empty(),
                                        new Schema.Account(),
                                        new Schema.Int(32)),
                                new Descriptor.TableShape(
                                        "supply",
                                        1,
                                        Descriptor.TableKind.SUM,
                                        Optional.of("balances"),
                                        new Schema.Structure("", List.of()),
                                        new Schema.Int(64))),
                        List.of(
                                new Descriptor.MessageShape(
                                        "Transfer", 1, Schemas.ofRecord(Transfer.class))),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        false,
                        false);
        Map<?, ?> document = JsonSchema.of(descriptor);
        assertEquals("assets 1.0.0", document.get("title"));
        Map<?, ?> shapes = (Map<?, ?>) document.get("$defs");
        assertEquals(
                "[message.Transfer.1, key.balances.1, record.balances.1]",
                shapes.keySet().toString());
        assertEquals(
                "{title=Transfer, type=object, properties={to={type=string,"
                        + " pattern=^[0-9a-f]{64}$}, amount={type=integer,"
                        + " minimum=-9223372036854775808, maximum=9223372036854775807},"
                        + " note={anyOf=[{type=string}, {type=null}]}}, required=[to, amount],"
                        + " additionalProperties=false}",
                shapes.get("message.Transfer.1").toString());
        assertEquals(
                "{type=integer, minimum=-2147483648, maximum=2147483647}",
                shapes.get("record.balances.1").toString());
    }

    @Test
    void aUnionIsOneOfItsCases() {
        assertEquals(
                "{title=Figure, oneOf=[{title=Dot, type=object, properties={case={const=Dot}},"
                        + " required=[case], additionalProperties=false}, {title=Circle,"
                        + " type=object, properties={case={const=Circle}, radius={type=integer,"
                        + " minimum=-9223372036854775808, maximum=9223372036854775807}},"
                        + " required=[case, radius], additionalProperties=false}]}",
                JsonSchema.of(Schemas.of(SchemasTest.Figure.class)).toString());
    }
}
