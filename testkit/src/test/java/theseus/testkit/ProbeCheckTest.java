package theseus.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import theseus.kernel.ProbeRun;
import theseus.kernel.ProbeRun.Probed;
import theseus.kernel.spi.ModuleRuntime.Admission;
import theseus.protocol.Artifact;
import theseus.protocol.MalformedException;
import theseus.protocol.Probes;
import theseus.runtime.BytecodeRuntime;
import theseus.runtime.Packager;
import theseus.runtime.Packing;
import theseus.sdk.Bytes;
import theseus.testkit.sample.counter.Counter;
import theseus.testkit.sample.doubler.Doubler;

final class ProbeCheckTest {
    private static final String PLACE = "m/probes.json";

    /** Takes from a store that begins with what the genesis says. */
    private static final String STORE =
            """
            public record Start(long amount) {}
            public record Take(long amount) implements Message {}
            public record Spin() implements Message {}
            public record Taken(AccountId by, long amount, String word) implements Event {}
            public record Left() implements Query<Long> {}
            public record Amount(long value) {}
            public enum Refused implements Refusal { TOO_FEW }
            private final Table<Integer, Amount> store =
                    Table.of("store", Integer.class, Amount.class);
            @Override public void define(Definition module) {
                module.table(store)
                        .genesis(Start.class, (c, start) -> c.put(store, 0, new Amount(start.amount())))
                        .handles(Take.class, this::take)
                        .handles(Spin.class, (c, spin) -> { while (c.height() >= 0) {} })
                        .answers(Left.class, Long.class, (v, q) -> v.get(store, 0).get().value());
            }
            private void take(Context context, Take take) {
                long left = context.get(store, 0).get().value() - take.amount();
                context.require(left >= 0, Refused.TOO_FEW);
                context.put(store, 0, new Amount(left));
                context.emit(new Taken(context.sender(), take.amount(), "@"));
            }
            """;

    private static final String TAKE_ONE =
            "{\"from\": \"bob\", \"send\": \"Take\", \"body\": {\"amount\": 1}}";

    private static final SortedMap<String, Bytes> CLASSES = CompiledModule.files("1.0.0", STORE);

    @Test
    void probesOfAModulePass() {
        assertEquals(Set.of("Add"), ProbeCheck.passed(Counter.class));
        var none = assertThrows(AssertionError.class, () -> ProbeCheck.passed(Doubler.class));
        assertTrue(none.getMessage().contains("no probes.json"), none.getMessage());
    }

    @Test
    void whatAProbeSaysIsHeldAgainstWhatHappens() {
        assertFailure(
                Optional.empty(),
                """
                {"from": "bob", "send": "Take", "body": {"amount": 3},
                 "events": [{"name": "Taken", "body": {"by": "@bob", "amount": 3, "word": "@@"}}]},
                {"from": "bob", "send": "Take", "body": {"amount": 8}, "refused": "TOO_FEW"},
                {"ask": "Left", "body": {}, "answer": 7}
                """);
        assertFailure(
                Optional.of(
                        "step 1, Take from bob: it should be applied, but it was refused with"
                                + " TOO_FEW"),
                """
                {"from": "bob", "send": "Take", "body": {"amount": 11}}
                """);
        assertFailure(
                Optional.of(
                        "step 2, Take from bob: it should be refused with TOO_FEW, but it was"
                                + " applied"),
                """
                {"pass": 1},
                {"from": "bob", "send": "Take", "body": {"amount": 1}, "refused": "TOO_FEW"}
                """);
        assertFailure(
                Optional.of("step 1, query Left: it should be answered 11, but was answered 10"),
                """
                {"ask": "Left", "body": {}, "answer": 11}
                """);
        assertFailure(
                Optional.of(
                        "step 1, Take from bob: it should tell [], but it told [Taken {by="
                                + Probes.account("bob").hex()
                                + ", amount=1, word=@}]"),
                """
                {"from": "bob", "send": "Take", "body": {"amount": 1}, "events": []}
                """);
    }

    /** As on a chain: what the kernel does not let in changes nothing, not even the nonce. */
    @Test
    void afterARejectedMessageItsSenderGoesOn() {
        SortedMap<String, Bytes> entries =
                new TreeMap<>(Packager.pack(CLASSES).orThrow().artifact().entries());
        Probes probes = Probes.decode(packed(probe(TAKE_ONE)).entries().get(Artifact.PROBES));
        Probes.Probe probe = probes.probes().getFirst();
        List<Probes.Step> steps = new ArrayList<>(probe.steps());
        steps.addFirst(
                new Probes.Step.Send(
                        "bob",
                        "Give",
                        1,
                        Bytes.EMPTY,
                        new Probes.Expected.Refused("NO_SUCH_MESSAGE")));
        entries.put(
                Artifact.PROBES,
                new Probes(List.of(new Probes.Probe(probe.name(), probe.genesis(), steps)))
                        .encode());
        Probed probed = ProbeRun.of(new BytecodeRuntime(), new Artifact(entries)).getFirst();
        assertEquals(Optional.empty(), probed.failure());
    }

    /** It ends by the meter, for everybody alike. */
    @Test
    void aProbeThatLoopsFailsForEverybodyAlike() {
        Artifact artifact =
                packed(
                        probe(
                                """
                                {"from": "bob", "send": "Spin", "body": {}}
                                """));
        List<Probed> first = ProbeRun.of(new BytecodeRuntime(), artifact);
        assertTrue(
                first.getFirst().failure().orElseThrow().contains("OUT_OF_GAS"), first.toString());
        assertEquals(first, ProbeRun.of(new BytecodeRuntime(), artifact));
    }

    @Test
    void probesArePartOfTheArtifactAndTravelAsTheyAre() {
        Artifact with = packed(probe("{\"ask\": \"Left\", \"body\": {}, \"answer\": 10}"));
        Artifact without = Packager.pack(CLASSES).orThrow().artifact();
        assertNotEquals(with.hash(), without.hash());
        assertEquals(List.of(), ProbeRun.of(new BytecodeRuntime(), without));
        Artifact packedAgain = Packager.pack(new TreeMap<>(with.entries())).orThrow().artifact();
        assertEquals(with, packedAgain);

        SortedMap<String, Bytes> entries = new TreeMap<>(with.entries());
        Bytes probes = entries.get(Artifact.PROBES);
        entries.put(Artifact.PROBES, probes.concat(Bytes.fromHex("00")));
        assertTrue(
                new BytecodeRuntime().admit(new Artifact(entries)) instanceof Admission.Rejected r
                        && r.findings().getFirst().problem().contains("probes cannot be read"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"probes\": [}                                   | no value begins here",
                "{\"probes\": [], \"probes\": []}                  | is there twice",
                "{\"probes\": [], \"extra\": 1}                    | there is no field extra here",
                "{\"probes\": [{\"steps\": []}]}                   | name is missing",
                "{\"probes\": [{\"name\": \"a\", \"steps\": []}]}  | needs a genesis document",
                "{\"probes\": [{\"name\": \"a\", \"on\": \"b\", \"steps\": []}]}    | no state 'b'",
                "{\"probes\": [{\"name\": \"\", \"genesis\": {\"amount\": 1}}]}    | 1 to 120",
                "{\"probes\": [{\"name\": \"a\", \"genesis\": {\"amount\": 1.5}}]} | a whole number",
                "{\"probes\": [{\"name\": \"a\", \"genesis\": {\"amount\": \"x\"}}]} | an integer"
            })
    void whatIsNoProbeIsRefusedWithAReason(String text, String reason) {
        assertRefused(text, reason);
    }

    @Test
    void whatAModuleDoesNotHaveIsRefusedWhenItIsPacked() {
        assertRefused(
                probe("{\"from\": \"bob\", \"send\": \"Give\", \"body\": {}}"),
                "probe 'a', step 1: the module handles no Give");
        assertRefused(
                probe("{\"from\": \"bob\", \"send\": \"Take\", \"body\": {\"much\": 1}}"),
                "much is no field of Take");
        assertRefused(
                probe("{\"from\": \"Bob\", \"send\": \"Take\", \"body\": {\"amount\": 1}}"),
                "'Bob' is no sender");
        assertRefused(probe("{\"do\": 1}"), "a step has send");
        assertRefused(probe("{\"pass\": 0}"), "between two steps pass");
        assertRefused(probe("{\"pass\": 99999999999999999999}"), "out of long range");
        assertRefused(
                "{\"probes\": [%s, %s]}"
                        .formatted(
                                "{\"name\": \"a\", \"genesis\": {\"amount\": 1}}",
                                "{\"name\": \"a\", \"genesis\": {\"amount\": 2}}"),
                "two probes are called 'a'");
        SortedMap<String, Bytes> elsewhere = new TreeMap<>(CLASSES);
        elsewhere.put("other/probes.json", Bytes.ofUtf8("{}"));
        assertTrue(reason(elsewhere).contains("does not stand beside the module's class"));
    }

    /** Whatever arrives is probes in their only encoding, or refused. */
    @Test
    void whatIsDecodedIsCanonical() {
        long seed = Long.getLong("theseus.seed", System.nanoTime());
        Random random = new Random(seed);
        byte[] good =
                packed(probe("{\"ask\": \"Left\", \"body\": {}, \"answer\": 10}"))
                        .entries()
                        .get(Artifact.PROBES)
                        .toArray();
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = good.clone();
            for (int j = 0; j <= random.nextInt(3); j++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Bytes changed = Bytes.wrap(bytes);
            try {
                assertEquals(changed, Probes.decode(changed).encode(), "seed " + seed);
            } catch (MalformedException refused) {
                assertFalse(refused.explanation().isEmpty());
            }
        }
    }

    private static void assertFailure(Optional<String> failure, String steps) {
        Probed probed = ProbeRun.of(new BytecodeRuntime(), packed(probe(steps))).getFirst();
        assertEquals(failure, probed.failure());
    }

    private static void assertRefused(String text, String reason) {
        String found = reason(with(text));
        assertTrue(found.startsWith("probes.json: ") && found.contains(reason), found);
    }

    private static String reason(SortedMap<String, Bytes> files) {
        return ((Packing.Rejected) Packager.pack(files)).findings().getFirst().problem();
    }

    private static String probe(String steps) {
        return "{\"probes\": [{\"name\": \"a\", \"genesis\": {\"amount\": 10}, \"steps\": ["
                + steps
                + "]}]}";
    }

    private static Artifact packed(String text) {
        return Packager.pack(with(text)).orThrow().artifact();
    }

    private static SortedMap<String, Bytes> with(String text) {
        SortedMap<String, Bytes> files = new TreeMap<>(CLASSES);
        files.put(PLACE, Bytes.ofUtf8(text));
        return files;
    }
}
