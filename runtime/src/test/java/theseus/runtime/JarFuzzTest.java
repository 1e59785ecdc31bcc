package theseus.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import theseus.fuzzing.Fuzz;
import theseus.fuzzing.Mutator;
import theseus.kernel.spi.ModuleRuntime.Finding;
import theseus.protocol.Artifact;
import theseus.protocol.Descriptor;
import theseus.protocol.Probes;
import theseus.runtime.sample.bank.Bank;
import theseus.sdk.Bytes;

/**
 * What an author hands in, damaged: it becomes an artifact that comes out of itself again, or it is
 * refused with findings.
 */
final class JarFuzzTest {
    /** Said of a module, these would be said of the packager. */
    private static final Pattern OWN_FAULT =
            Pattern.compile("NullPointer|OutOfBounds|ClassCast|IllegalState|Arithmetic|\\bnull\\b");

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    @Test
    void jars() {
        SortedMap<String, Bytes> module =
                Compiled.module(
                        """
                        public record Add(long amount) implements Message {}
                        public record Added(long amount, List<String> names) implements Event {}
                        enum No implements Refusal { TOO_MUCH }
                        private final Table<Long, Long> kept =
                            Table.of("kept", Long.class, Long.class);
                        public void define(Definition module) {
                            module.table(kept).handles(Add.class, (context, add) -> {
                                long sum = context.get(kept, 1L).orElse(0L) + add.amount();
                                context.require(sum < 100, No.TOO_MUCH);
                                context.put(kept, 1L, sum);
                                context.emit(new Added(sum, List.of("a", "b")));
                            });
                        }
                        """);
        SortedMap<String, Bytes> other =
                Compiled.module("2.0.0", "public void define(Definition module) {}");
        Artifact packed = Packager.pack(module).orThrow().artifact();
        Fuzz.of(
                        "jar",
                        input -> {
                            check(Packager.pack(input));
                            return Optional.empty();
                        })
                .refusing(Refused.class)
                .mutating(new JarMutator())
                .from(
                        List.of(
                                Compiled.jar(module),
                                Compiled.jar(other),
                                Compiled.jar(packed.entries())))
                .granting(256 << 20, 2_000)
                .rounds(80)
                .run();
    }

    private static void check(Packing packing) {
        switch (packing) {
            case Packing.Packed(Artifact artifact, Descriptor descriptor) -> {
                assertEquals(artifact, Artifact.decode(artifact.encode()));
                assertEquals(descriptor, artifact.descriptor().orElseThrow());
                Artifact again =
                        Packager.pack(Compiled.jar(artifact.entries())).orThrow().artifact();
                assertEquals(artifact.hash(), again.hash());
            }
            case Packing.Rejected rejected -> {
                assertTrue(!rejected.findings().isEmpty());
                for (Finding finding : rejected.findings()) {
                    assertTrue(
                            finding.problem().length() > 8
                                    && !OWN_FAULT.matcher(finding.problem()).find(),
                            finding.toString());
                }
                throw new Refused(rejected.explanation());
            }
        }
    }

    @Test
    void probesAsTheyAreWritten() {
        Descriptor bank = Packager.pack(Classpath.packageOf(Bank.class)).orThrow().descriptor();
        String place = Bank.class.getPackageName().replace('.', '/') + "/probes.json";
        Fuzz.of(
                        "probes-json",
                        input -> {
                            Probes probes = probes(place, input, bank);
                            assertEquals(probes, Probes.decode(probes.encode()));
                            return Optional.empty();
                        })
                .refusing(Inadmissible.class)
                .mutating(Mutator.json())
                .from(List.of(bytes(WRITTEN)))
                .beside(List.of(bytes(manyOnOneState(5_000)), bytes(manyOnOneState(120))))
                .granting(48 << 20, 400)
                .rounds(200)
                .run();
    }

    private static Probes probes(String place, byte[] written, Descriptor descriptor) {
        SortedMap<String, Bytes> files = new TreeMap<>();
        files.put(place, Bytes.of(written));
        return ProbeSource.of(files, descriptor).orElseThrow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final String WRITTEN =
            """
            {"states": {"ten": {"genesis": {"openings": [{"account": "@alice", "amount": 10}]},
              "steps": [{"from": "alice", "send": "Pay", "body": {"to": "@bob", "amount": 3}}]}},
             "probes": [
              {"name": "nobody pays more than there is", "on": "ten", "steps": [
               {"from": "bob", "send": "Pay", "form": 1, "body": {"to": "@alice", "amount": 11},
                "refused": "INSUFFICIENT_FUNDS"},
               {"from": "bob", "send": "Pay", "body": {"to": "@alice", "amount": 1},
                "events": [{"name": "Paid",
                 "body": {"from": "@bob", "to": "@alice", "amount": 1, "memo": "@@thanks"}}]},
               {"pass": 60000},
               {"ask": "Holders", "body": {"level": "BASIC", "limit": 3},
                "answer": {"accounts": ["@alice"]}},
               {"ask": "Total", "body": {}, "answer": 10}]},
              {"name": "by itself", "genesis": {"openings": []},
               "steps": [{"ask": "Total", "refused": "NOBODY"}]}]}
            """;

    /** Each of which would hold all that the state says. */
    private static String manyOnOneState(int probes) {
        StringBuilder text = new StringBuilder();
        text.append("{\"states\":{\"s\":{\"genesis\":{\"openings\":[]},\"steps\":[");
        String step =
                "{\"from\":\"a\",\"send\":\"Crash\",\"body\":{\"how\":\""
                        + "x".repeat(800)
                        + "\"}}";
        for (int i = 0; i < 60; i++) {
            text.append(i == 0 ? "" : ",").append(step);
        }
        text.append("]}},\"probes\":[");
        for (int i = 0; i < probes; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"name\":\"")
                    .append(i)
                    .append("\",\"on\":\"s\"}");
        }
        return text.append("]}").toString();
    }
}
