package theseus.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import theseus.protocol.Artifact;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.Plan.MessageName;
import theseus.protocol.Tally;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** A plan put into a state as if it had been agreed, for tests of what it does there. */
record TestPlan(
        Hash chain,
        List<Plan.Action> actions,
        List<Plan.Declaration> declarations,
        int gasFactor,
        int basisPoints,
        Hash salt) {
    static TestPlan of(TestChain chain) {
        return new TestPlan(chain.genesis.hash(), List.of(), List.of(), 4, 5_000, Script.hash(77));
    }

    TestPlan upgrade(TestChain chain, String instance, Artifact to) {
        ModuleRecord from = chain.kernel.modules(chain.state).instances().get(instance).module();
        return with(
                new Plan.Action.Upgrade(
                        instance, from.artifact(), to.hash(), from.bindings(), from.granted()));
    }

    TestPlan with(Plan.Action action) {
        List<Plan.Action> all = new ArrayList<>(actions);
        all.add(action);
        return new TestPlan(chain, all, declarations, gasFactor, basisPoints, salt);
    }

    TestPlan declaring(String instance, Plan.Respect respect, String subject) {
        Plan.Declaration one =
                new Plan.Declaration(
                        new MessageName(instance, "Run"), respect, subject, "it is meant");
        return new TestPlan(
                chain,
                actions,
                Stream.concat(declarations.stream(), Stream.of(one)).toList(),
                gasFactor,
                basisPoints,
                salt);
    }

    TestPlan gasFactor(int factor) {
        return new TestPlan(chain, actions, declarations, factor, basisPoints, salt);
    }

    TestPlan canary(int share) {
        return new TestPlan(chain, actions, declarations, gasFactor, share, salt);
    }

    Plan plan() {
        Plan.Window window = new Plan.Window(1_000_000, 1_000, 5, 2);
        return new Plan(
                chain,
                "test",
                actions,
                false,
                false,
                new Plan.Schedule(
                        100,
                        100,
                        100,
                        5,
                        50,
                        window,
                        List.of(new Plan.Step(basisPoints, window)),
                        window,
                        gasFactor,
                        150),
                declarations,
                List.of(),
                Optional.empty());
    }

    PlanRecord in(Phase phase) {
        return new PlanRecord(
                plan(),
                phase,
                0,
                0, // not with the first block, so that the salt stays
                0,
                0,
                1,
                salt,
                Optional.empty(),
                Tally.EMPTY,
                List.of(),
                "",
                Optional.empty());
    }

    /** Puts it with its artifacts into the chain's state, in that phase, in place of others. */
    PlanRecord begin(TestChain chain, Phase phase) {
        return begin(chain, in(phase));
    }

    PlanRecord begin(TestChain chain, PlanRecord record) {
        for (Plan.Action action : actions) {
            switch (action) {
                case Plan.Action.Upgrade upgrade -> stage(chain, upgrade.to());
                case Plan.Action.Install install -> stage(chain, install.artifact());
                case Plan.Action.Retire _ -> {}
            }
        }
        chain.state.tables.remove(KernelTables.PLANS);
        chain.state.tables.remove(KernelTables.ACTIVE_PLANS);
        Bytes key = KernelTables.key(record.plan().id());
        chain.state.put(KernelTables.PLANS, key, record.encode());
        chain.state.put(KernelTables.ACTIVE_PLANS, key, KernelTables.SINGLE);
        return record;
    }

    private static void stage(TestChain chain, Hash artifact) {
        chain.state.put(
                KernelTables.ARTIFACTS,
                KernelTables.key(artifact),
                chain.artifacts.get(artifact).encode());
    }
}
