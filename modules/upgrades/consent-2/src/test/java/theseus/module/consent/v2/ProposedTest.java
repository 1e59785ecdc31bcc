package theseus.module.consent.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import theseus.kernel.KernelTables;
import theseus.kernel.ModuleRecord;
import theseus.kernel.PlanRecord;
import theseus.module.governance.Action;
import theseus.module.governance.Choice;
import theseus.module.governance.Governance;
import theseus.module.governance.Group;
import theseus.module.governance.Kind;
import theseus.module.governance.Rule;
import theseus.module.governance.Rules;
import theseus.protocol.Artifact;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.runtime.Packager;
import theseus.runtime.Packing;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.testkit.Account;
import theseus.testkit.Chain;

/** The way of this version to a running chain: staged in pieces, proposed, agreed on. */
class ProposedTest {
    private static final int PIECE_BYTES = 32 * 1024;

    private final Account operator = Account.named("operator");
    private final Chain chain =
            Chain.with("governance", Governance.class, genesis())
                    .with("records", theseus.module.records.Records.class)
                    .with("consent", theseus.module.consent.Consent.class)
                    .with("audit", theseus.module.audit.Audit.class)
                    .start();

    @Test
    void theChainTakesItOnByVote() throws IOException, URISyntaxException {
        Artifact artifact = artifact();
        stage(artifact);
        Plan plan = plan(artifact.hash());
        chain.send(
                        operator,
                        new Governance.Propose(
                                plan.title(),
                                new Action.OpenPlan(plan.encode(), Kind.UPGRADE),
                                Optional.empty()))
                .applied();
        chain.send(operator, new Governance.Vote(0, Choice.YES)).applied();
        PlanRecord record =
                PlanRecord.decode(
                        chain.state()
                                .head()
                                .get(KernelTables.PLANS, KernelTables.key(plan.id()))
                                .orElseThrow());
        assertEquals(Phase.READY, record.phase());
    }

    private void stage(Artifact artifact) {
        Bytes whole = artifact.encode();
        int count = (whole.size() + PIECE_BYTES - 1) / PIECE_BYTES;
        for (int i = 0; i < count; i++) {
            Bytes piece =
                    whole.slice(i * PIECE_BYTES, Math.min(whole.size(), (i + 1) * PIECE_BYTES));
            chain.send(operator, new Governance.StageChunk(artifact.hash(), i, count, piece))
                    .applied();
        }
    }

    private Plan plan(Hash to) {
        ModuleRecord inForce =
                ModuleRecord.decode(
                        chain.state()
                                .head()
                                .get(KernelTables.MODULES, KernelTables.key("consent"))
                                .orElseThrow());
        Plan.Window window = new Plan.Window(10, 0, 1, 1);
        return new Plan(
                chain.id(),
                "purpose of use",
                List.of(
                        new Plan.Action.Upgrade(
                                "consent", inForce.artifact(), to, List.of(), List.of())),
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
                List.of(),
                List.of(),
                Optional.empty());
    }

    private Governance.Genesis genesis() {
        Group operators =
                new Group(
                        "operators",
                        List.of(new Group.Member(Account.named("operator").id(), 1)),
                        5_001,
                        5_001,
                        0);
        List<Rule> rules = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            int floor = kind == Kind.UPGRADE ? 0 : 6_667;
            rules.add(new Rule(kind, List.of("operators"), 0, floor, 0, 100));
        }
        return new Governance.Genesis(List.of(operators), new Rules(rules, 64, 100, 4));
    }

    /** As it was compiled: from a folder of classes, or from its JAR. */
    private static Artifact artifact() throws IOException, URISyntaxException {
        Path source =
                Path.of(Consent.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Packing packing =
                Files.isDirectory(source)
                        ? Packager.pack(classes(source))
                        : Packager.pack(Files.readAllBytes(source));
        if (packing instanceof Packing.Packed packed) {
            return packed.artifact();
        }
        throw new AssertionError(packing.toString());
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
