package theseus.module.steps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.kernel.KernelTables;
import theseus.kernel.ModuleRecord;
import theseus.module.governance.Governance;
import theseus.module.governance.Group;
import theseus.module.governance.Kind;
import theseus.module.governance.Rule;
import theseus.module.governance.Rules;
import theseus.protocol.Plan;
import theseus.runtime.Packager;
import theseus.runtime.Packing;
import theseus.sdk.Bytes;
import theseus.sdk.Module;
import theseus.testkit.Account;
import theseus.testkit.Chain;

/** One instance of a chain goes to a later version; the operator alone governs. */
record Step(Chain chain, Plan plan) {
    static final Account OPERATOR = Account.named("operator");

    private static final int PIECE_BYTES = 32 * 1024;

    /** Stages {@code to} in pieces, and makes the plan for it. */
    static Step of(
            Chain chain,
            String instance,
            Class<? extends Module> to,
            Plan.Declaration... declarations) {
        Packing.Packed packed = pack(to);
        Bytes whole = packed.artifact().encode();
        int count = (whole.size() + PIECE_BYTES - 1) / PIECE_BYTES;
        for (int i = 0; i < count; i++) {
            Bytes piece =
                    whole.slice(i * PIECE_BYTES, Math.min(whole.size(), (i + 1) * PIECE_BYTES));
            chain.send(
                            OPERATOR,
                            new Governance.StageChunk(packed.artifact().hash(), i, count, piece))
                    .applied();
        }
        ModuleRecord inForce =
                ModuleRecord.decode(
                        chain.state()
                                .head()
                                .get(KernelTables.MODULES, KernelTables.key(instance))
                                .orElseThrow());
        Plan.Window window = new Plan.Window(10, 0, 1, 1);
        Plan plan =
                new Plan(
                        chain.id(),
                        "a later version of " + instance,
                        List.of(
                                new Plan.Action.Upgrade(
                                        instance,
                                        inForce.artifact(),
                                        packed.artifact().hash(),
                                        inForce.bindings(),
                                        packed.descriptor().needs())),
                        false,
                        false,
                        new Plan.Schedule(
                                100,
                                100,
                                100,
                                10,
                                50,
                                window,
                                List.of(new Plan.Step(1_000, window)),
                                window,
                                2,
                                200),
                        List.of(declarations),
                        List.of(),
                        Optional.empty());
        return new Step(chain, plan);
    }

    static Governance.Genesis governance() {
        Group operators =
                new Group(
                        "operators", List.of(new Group.Member(OPERATOR.id(), 1)), 5_001, 5_001, 0);
        List<Rule> rules = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            int floor = kind == Kind.UPGRADE ? 0 : 6_667;
            rules.add(new Rule(kind, List.of("operators"), 0, floor, 0, 100));
        }
        return new Governance.Genesis(List.of(operators), new Rules(rules, 64, 100, 16));
    }

    /** As it was compiled: from a folder of classes, or from its JAR. */
    private static Packing.Packed pack(Class<? extends Module> module) {
        try {
            Path source =
                    Path.of(module.getProtectionDomain().getCodeSource().getLocation().toURI());
            Packing packing =
                    Files.isDirectory(source)
                            ? Packager.pack(classes(source))
                            : Packager.pack(Files.readAllBytes(source));
            if (packing instanceof Packing.Packed packed) {
                return packed;
            }
            throw new AssertionError(packing.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SortedMap<String, Bytes> classes(Path root) throws IOException {
        SortedMap<String, Bytes> files = new TreeMap<>();
        try (var walk = Files.walk(root.resolve("theseus"))) {
            for (Path path : walk.filter(one -> one.toString().endsWith(".class")).toList()) {
                files.put(
                        root.relativize(path).toString().replace('\\', '/'),
                        Bytes.of(Files.readAllBytes(path)));
            }
        }
        return files;
    }
}
