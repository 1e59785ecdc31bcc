package theseus.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import theseus.protocol.Artifact;
import theseus.protocol.Plan;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** A plan in the making: a small one that would be accepted, until a test spoils it. */
final class PlanDraft {
    static final Plan.Window WINDOW = new Plan.Window(2, 1_000, 0, 0);

    Hash chain;
    String title = "test";
    List<Plan.Action> actions = new ArrayList<>();
    boolean irreversible;
    boolean hotfix;
    long votingBlocks = 20;
    long readyBlocks = 20;
    long backfillBlocks = 20;
    long reportBlocks = 2;
    long agreementBlocks = 8;
    Plan.Window shadow = WINDOW;
    List<Plan.Step> canary = List.of(new Plan.Step(1_000, WINDOW), new Plan.Step(5_000, WINDOW));
    Plan.Window probation = WINDOW;
    int gasFactor = 4;
    int gasRatioPercent = 200;
    List<Plan.Declaration> declarations = new ArrayList<>();
    List<Plan.MessageName> waived = new ArrayList<>();

    PlanDraft(TestChain chain) {
        this.chain = chain.genesis.hash();
    }

    /** Another version in the place of the one in force, wired alike. */
    PlanDraft upgrade(TestChain chain, String instance, Artifact to) {
        ModuleRecord from = chain.kernel.modules(chain.state).instances().get(instance).module();
        actions.add(
                new Plan.Action.Upgrade(
                        instance, from.artifact(), to.hash(), from.bindings(), from.granted()));
        return sorted();
    }

    PlanDraft install(String instance, Artifact artifact, Bytes document) {
        actions.add(
                new Plan.Action.Install(instance, artifact.hash(), document, List.of(), List.of()));
        return sorted();
    }

    PlanDraft retire(TestChain chain, String instance) {
        ModuleRecord from = chain.kernel.modules(chain.state).instances().get(instance).module();
        actions.add(new Plan.Action.Retire(instance, from.artifact()));
        return sorted();
    }

    PlanDraft title(String other) {
        title = other;
        return this;
    }

    PlanDraft hotfix() {
        hotfix = true;
        canary = List.of();
        return this;
    }

    PlanDraft irreversible() {
        irreversible = true;
        canary = List.of();
        return this;
    }

    PlanDraft declare(String message, Plan.Respect respect, String subject, String reason) {
        declarations.add(
                new Plan.Declaration(
                        new Plan.MessageName(actions.getFirst().instance(), message),
                        respect,
                        subject,
                        reason));
        return this;
    }

    Plan plan() {
        return new Plan(
                chain,
                title,
                actions,
                irreversible,
                hotfix,
                new Plan.Schedule(
                        votingBlocks,
                        readyBlocks,
                        backfillBlocks,
                        reportBlocks,
                        agreementBlocks,
                        shadow,
                        canary,
                        probation,
                        gasFactor,
                        gasRatioPercent),
                declarations,
                waived,
                Optional.empty());
    }

    private PlanDraft sorted() {
        actions.sort(Comparator.comparing(Plan.Action::instance));
        return this;
    }
}
