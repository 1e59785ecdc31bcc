package theseus.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.kernel.Script.Op;
import theseus.kernel.spi.ChangeSet.Link;
import theseus.protocol.Artifact;
import theseus.protocol.Changes;
import theseus.protocol.EventRecord;
import theseus.protocol.Genesis;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.Receipt.Status;
import theseus.protocol.Statement;
import theseus.protocol.Statement.Body;
import theseus.protocol.Submission;
import theseus.protocol.TableId;
import theseus.protocol.Tally;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.Change;
import theseus.sdk.Hash;

/**
 * A chain with several validators and an instance {@code gov} that may open plans: a test drives
 * plans through their phases as validators and those who vote would.
 */
final class PlanChain {
    static final ScriptModule PLAIN = ScriptModule.plain();

    /** Does what {@link #PLAIN} does. */
    static final ScriptModule NEXT = PLAIN.withVersion(3);

    /** Writes otherwise, and announces by another name. */
    static final ScriptModule WRONG = PLAIN.withVersion(2);

    /** Has a table that the others have not. */
    static final ScriptModule MORE = PLAIN.withVersion(ScriptModule.WITH_MORE);

    final TestChain chain = new TestChain();
    final int validators;

    /** Which tables joined or left the root, by the height of the block. */
    final SortedMap<Long, SortedMap<TableId, Link>> links = new TreeMap<>();

    PlanChain(int validators) {
        this.validators = validators;
        List<Genesis.Validator> all = new ArrayList<>();
        for (int i = 0; i < validators; i++) {
            all.add(new Genesis.Validator(TestChain.key(100 + i), 10));
        }
        chain.validators = all;
        chain.with(
                        "gov",
                        PLAIN.needing(Capability.PLANS, Capability.PARAMETERS, Capability.BREAKERS))
                .with("a", PLAIN)
                .with("b", PLAIN.requiring(), "a", Script.of())
                .with("c", PLAIN)
                .knows(NEXT)
                .knows(WRONG)
                .knows(MORE)
                .start();
        have(NEXT.artifact());
        have(WRONG.artifact());
        have(MORE.artifact());
    }

    /** Puts an artifact on chain as if it had been staged. */
    PlanChain have(Artifact artifact) {
        chain.state.put(
                KernelTables.ARTIFACTS, KernelTables.key(artifact.hash()), artifact.encode());
        return this;
    }

    PlanDraft draft() {
        return new PlanDraft(chain);
    }

    PlanDraft upgradeOfA() {
        return draft().upgrade(chain, "a", NEXT.artifact());
    }

    /** A block; validators propose in turn. */
    BlockResult block(Submission... submissions) {
        chain.proposer = TestChain.key(100 + (int) (chain.height % validators));
        BlockResult result = chain.commit(submissions);
        if (!result.changes().links().isEmpty()) {
            links.put(chain.height, result.changes().links());
        }
        return result;
    }

    void blocks(int count) {
        for (int i = 0; i < count; i++) {
            block();
        }
    }

    /** The code with which a change is refused; empty when it is not. */
    String propose(Change change) {
        Status status =
                block(chain.tx(1, "gov", new Op.Propose(Changes.encode(change))))
                        .executed()
                        .getFirst()
                        .receipt()
                        .status();
        return status instanceof Status.Refused refused ? refused.code() : "";
    }

    String open(Plan plan) {
        return propose(new Change.OpenPlan(plan.encode(), plan.kind()));
    }

    String approve(Plan plan) {
        return propose(new Change.ApprovePlan(plan.id()));
    }

    String stop(Plan plan) {
        return propose(new Change.StopPlan(plan.id(), "we changed our mind"));
    }

    /** The code with which a statement is rejected; empty when it counts. */
    String state(int validator, Body body) {
        Status status = block(statement(validator, body)).executed().getFirst().receipt().status();
        return status instanceof Status.Rejected rejected ? rejected.code() : "";
    }

    Statement statement(int validator, Body body) {
        return chain.statement(100 + validator, body);
    }

    /** All validators state the same in one block. */
    void all(Body body) {
        some(validators, body);
    }

    void some(int count, Body body) {
        List<Submission> statements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            statements.add(statement(i, body));
        }
        block(statements.toArray(new Submission[0]));
    }

    static Body ready(Plan plan) {
        return new Body.Ready(plan.id(), Script.hash(5));
    }

    /** About the last height that may be reported. */
    Body report(Plan plan) {
        return report(plan, Script.hash(6), Tally.EMPTY);
    }

    Body report(Plan plan, Hash root, Tally tally) {
        long every = plan.schedule().reportBlocks();
        return new Body.Report(plan.id(), chain.height / every * every, root, true, tally.encode());
    }

    /**
     * Opens it, votes for it, and has validators ready; it is in BACKFILL, or as far as it goes.
     */
    void begin(Plan plan) {
        String refused = open(plan) + approve(plan);
        if (!refused.isEmpty()) {
            throw new IllegalStateException(refused);
        }
        all(ready(plan));
    }

    /** Blocks with reports of all, until it stands in {@code phase}. */
    void until(Plan plan, Phase phase) {
        for (int i = 0; i < 60 && phase(plan) != phase; i++) {
            if (phase(plan).isFollowed()) {
                all(report(plan));
            }
            block();
        }
        if (phase(plan) != phase) {
            throw new IllegalStateException("stuck: " + record(plan));
        }
    }

    Phase phase(Plan plan) {
        return record(plan).phase();
    }

    PlanRecord record(Plan plan) {
        return Plans.find(chain.state, plan.id()).orElseThrow();
    }

    Hash inForce(String instance) {
        return chain.kernel.modules(chain.state).instances().get(instance).module().artifact();
    }

    /** Events of the kernel in a block. */
    static List<String> events(BlockResult result) {
        return result.receipts().stream()
                .flatMap(receipt -> receipt.events().stream())
                .filter(event -> event.instance().equals("kernel"))
                .map(EventRecord::name)
                .toList();
    }

    Optional<Bytes> row(TableId table, Bytes key) {
        return chain.state.get(table, key);
    }
}
