package theseus.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.ModuleRuntime.Admission;
import theseus.kernel.spi.Outcome;
import theseus.protocol.CborWriter;
import theseus.protocol.Descriptor;
import theseus.protocol.Descriptor.RefusalChange;
import theseus.protocol.JsonSchema;
import theseus.sdk.Bytes;

/** Messages, events and refusals of the version before beside those of this one. */
final class TurnTest {
    private static final long GAS = 1_000_000;

    private static final String TOLL =
            """
            static final class V1 {
                public record Pay(long amount) implements Message {}
                public record Paid(long amount) implements Event {
                    public Paid {
                        if (amount == 13) throw new IllegalArgumentException("bad luck");
                    }
                }
                public record Hello(String name) implements Message {}
            }
            @Form(3)
            public record Pay(long amount, String currency) implements Message {
                public Pay {
                    if (amount == 77) throw new IllegalArgumentException("no");
                }
            }
            public record Paid(long amount, String currency) implements Event {}
            public record Noted(long amount) implements Event {}
            @Form(2) public record Hello(String name) implements Message {}
            public enum No implements Refusal { TOO_POOR, ZERO }
            public void define(Definition module) {
                module.handles(Pay.class, this::pay)
                    .handles(Hello.class, (context, it) -> {})
                    .canaryKey(Pay.class, it -> Bytes.ofUtf8(it.currency()))
                    .upMessage(V1.Pay.class, Pay.class, TOLL::up)
                    .upEvent(V1.Paid.class, Paid.class, it ->
                        it.amount() == 99 ? null : new Paid(it.amount(), "EUR"))
                    .upRefusal("INSUFFICIENT", No.TOO_POOR)
                    .upRefusal("EMPTY", No.ZERO);
                %s
            }
            private static Pay up(V1.Pay old) {
                if (old.amount() == 42) throw new Refused("ZERO");
                return old.amount() == 99 ? null : new Pay(old.amount(), "EUR");
            }
            private void pay(Context context, Pay it) {
                context.require(it.amount() != 0, No.ZERO);
                context.emit(new Paid(it.amount(), it.currency()));
                if (it.amount() == 55) context.emit(new V1.Paid(1));
            }
            """
                    .replace("TOLL::", "Sample::");

    private static Packing pack(String more) {
        return Packager.pack(Compiled.module("2.0.0", TOLL.formatted(more)));
    }

    private static FakeHost open() {
        var admitted = new BytecodeRuntime().admit(pack("").orThrow().artifact());
        return new FakeHost(
                assertInstanceOf(Admission.Admitted.class, admitted).loader().open(), "toll");
    }

    private static Bytes one(long amount) {
        return new CborWriter().arrayHeader(1).integer(amount).toBytes();
    }

    private static Bytes two(long amount) {
        return new CborWriter().arrayHeader(2).integer(amount).text("EUR").toBytes();
    }

    @Test
    void theOlderFormIsHandledAsWhatItBecomes() {
        FakeHost toll = open();
        assertInstanceOf(
                Outcome.Returned.class, toll.invoke(new Invocation.Handle("Pay", 1, one(7)), GAS));
        var told = List.copyOf(toll.events);
        toll.events.clear();
        toll.invoke(new Invocation.Handle("Pay", 3, two(7)), GAS);
        assertEquals(told, toll.events);
        assertEquals("ZERO", refusal(toll, 1, one(0)));
        assertEquals("ZERO", refusal(toll, 1, one(42)));
        assertEquals("MALFORMED", refusal(toll, 1, two(7)));
        assertEquals("MALFORMED", refusal(toll, 3, one(7)));
        assertInstanceOf(
                Outcome.Trapped.class, toll.invoke(new Invocation.Handle("Pay", 2, one(7)), GAS));
    }

    private static String refusal(FakeHost host, int form, Bytes body) {
        Outcome outcome = host.invoke(new Invocation.Handle("Pay", form, body), GAS);
        return assertInstanceOf(Outcome.Refused.class, outcome, outcome.toString()).code();
    }

    private static String trap(FakeHost host, Invocation invocation) {
        Outcome outcome = host.invoke(invocation, GAS);
        return assertInstanceOf(Outcome.Trapped.class, outcome, outcome.toString()).reason();
    }

    @Test
    void whatCannotBeTurnedTraps() {
        FakeHost toll = open();
        assertEquals(
                "upMessage makes no m.Sample$Pay of a message in form 1",
                trap(toll, new Invocation.Handle("Pay", 1, one(99))));
        assertEquals(
                "java.lang.IllegalArgumentException left m.Sample handling Pay",
                trap(toll, new Invocation.Handle("Pay", 1, one(77))));
        assertTrue(
                trap(toll, new Invocation.UpEvent("Paid", one(99))).contains("cannot be encoded"));
        assertEquals(
                "m.Sample rejects the event Paid of the version before",
                trap(toll, new Invocation.UpEvent("Paid", one(13))));
        assertEquals(
                "there is no event before 'Noted'",
                trap(toll, new Invocation.UpEvent("Noted", one(1))));
    }

    @Test
    void theCanaryKeyIsThatOfWhatTheOlderFormBecomes() {
        FakeHost toll = open();
        assertEquals(
                ((Outcome.Returned) toll.invoke(new Invocation.CanaryKey("Pay", 3, two(7)), GAS))
                        .value(),
                ((Outcome.Returned) toll.invoke(new Invocation.CanaryKey("Pay", 1, one(7)), GAS))
                        .value());
    }

    @Test
    void anEventOfTheVersionBeforeIsToldAsThisOneWould() {
        FakeHost toll = open();
        Outcome outcome = toll.invoke(new Invocation.UpEvent("Paid", one(5)), GAS);
        assertEquals(two(5), assertInstanceOf(Outcome.Returned.class, outcome).value());
    }

    @Test
    void anEventOfTheVersionBeforeIsNoEventOfThisOne() {
        assertEquals(
                "m.Sample emits what is no event record of its own",
                trap(open(), new Invocation.Handle("Pay", 3, two(55))));
    }

    @Test
    void theDescriptorHasBoth() {
        Descriptor descriptor = pack("").orThrow().descriptor();
        assertEquals(
                List.of("Hello/2", "Pay/1", "Pay/3"),
                descriptor.messages().stream().map(it -> it.name() + "/" + it.form()).toList());
        assertEquals(
                List.of("Noted", "Paid"),
                descriptor.events().stream().map(Descriptor.EventShape::name).toList());
        assertEquals(
                List.of("Paid"),
                descriptor.eventsBefore().stream().map(Descriptor.EventShape::name).toList());
        assertEquals(1, descriptor.eventsBefore().getFirst().body().fields().size());
        assertEquals(
                List.of(
                        new RefusalChange("EMPTY", "ZERO"),
                        new RefusalChange("INSUFFICIENT", "TOO_POOR")),
                descriptor.refusalChanges());
        assertEquals(descriptor, Descriptor.decode(descriptor.encode()));
        var shapes = (Map<?, ?>) JsonSchema.of(descriptor).get("$defs");
        assertNotEquals(shapes.get("message.Pay.1"), shapes.get("message.Pay.3"));
        assertTrue(shapes.containsKey("event.before.Paid"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "module.upMessage(Pay.class, Pay.class, it -> it);|turns it into itself",
                "module.upMessage(V1.Pay.class, Pay.class, it -> null);|declared twice",
                "module.upMessage(V1.Hello.class, Pay.class, it -> null);|has another name",
                "module.upMessage(Hello.class, V1.Hello.class, it -> null);|does not handle it",
                "module.handles(V1.Hello.class, (c, it) -> {}).upMessage(V1.Hello.class,"
                        + " Hello.class, it -> null);|is handled itself and turned",
                "module.handles(V1.Hello.class, (c, it) -> {}).upMessage(Hello.class,"
                        + " V1.Hello.class, it -> null);|is handled itself and turned",
                "module.handles(Old.Bye.class, (c, it) -> {}).upMessage(Bye.class, Old.Bye.class,"
                        + " it -> null);} static final class Old { public record Bye() implements"
                        + " Message {} } public record Bye() implements Message {} static {"
                        + "|is in form 1, and what upMessage turns into it in form 1",
                "module.canaryKey(V1.Pay.class, it -> Bytes.EMPTY);|has a canary key, but is"
                        + " turned into another form first",
                "module.canaryKey(V1.Hello.class, it -> Bytes.EMPTY);|handles no such message",
                "module.upEvent(V1.Paid.class, Paid.class, it -> null);|declared twice",
                "module.upEvent(Noted.class, Paid.class, it -> null);|has another name",
                "module.upEvent(Paid.class, V1.Paid.class, it -> null);|is no event of this"
                        + " version",
                "module.upEvent(V0.Paid.class, Paid.class, it -> null);} static final class V0 {"
                        + " public record Paid() implements Event {} } static {|is the second event"
                        + " of that name",
                "} static final class V0 { public record Noted() implements Event {} } static {|two"
                        + " kinds of the event Noted",
                "module.upRefusal(\"EMPTY\", No.TOO_POOR);|declared twice",
                "module.upRefusal(\"ZERO\", No.ZERO);|turns ZERO into itself",
                "module.upRefusal(\"no code\", No.ZERO);|is not about a code",
                "module.upRefusal(\"X\", () -> \"ZERO\");|is no refusal of this module",
                "module.upRefusal(\"X\", null);|was given null",
                "module.upEvent(V1.Paid.class, null, null);|was given null"
            })
    void misuseIsNotAdmitted(String more, String problem) {
        var rejected = assertInstanceOf(Packing.Rejected.class, pack(more));
        assertTrue(rejected.explanation().contains(problem), rejected.explanation());
        rejected.findings().forEach(it -> assertTrue(!it.advice().isEmpty(), it.toString()));
    }
}
