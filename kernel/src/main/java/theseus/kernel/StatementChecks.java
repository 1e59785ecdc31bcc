package theseus.kernel;

import java.util.Optional;
import theseus.kernel.spi.StateView;
import theseus.protocol.Changes;
import theseus.protocol.Limits;
import theseus.protocol.MalformedException;
import theseus.protocol.Phase;
import theseus.protocol.Statement;
import theseus.protocol.Statement.Body;
import theseus.protocol.Tally;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** What must hold for a validator's statement to count, from cheap to dear. */
final class StatementChecks {
    /** Between two statements in which a validator says something else than before. */
    static final long PAUSE_BLOCKS = 10;

    private final BlockContext block;
    private final StateView state;
    private final Statement statement;
    private final boolean inBlock;

    private StatementChecks(
            BlockContext block, StateView state, Statement statement, boolean inBlock) {
        this.block = block;
        this.state = state;
        this.statement = statement;
        this.inBlock = inBlock;
    }

    /** For a block of {@code block}'s height; {@code state} holds the statements counted so far. */
    static Optional<Rejection> check(BlockContext block, StateView state, Statement statement) {
        StatementChecks checks = new StatementChecks(block, state, statement, true);
        return checks.window()
                .or(checks::height)
                .or(checks::binding)
                .or(checks::body)
                .or(checks::signature);
    }

    /** For the queue, where the height of its block is not known yet. */
    static Optional<Rejection> toQueue(BlockContext block, StateView state, Statement statement) {
        StatementChecks checks = new StatementChecks(block, state, statement, false);
        return checks.window().or(checks::binding).or(checks::body).or(checks::signature);
    }

    /**
     * Whether a statement of recovery still counts: what validators wanted long ago is no answer to
     * what is wrong now.
     */
    static boolean isCurrent(StatedRecord recover, long height) {
        return height - recover.height() < Limits.MAX_STATEMENT_WINDOW;
    }

    /** Reports about heights before this one do not count any more, after block {@code height}. */
    static long oldestReport(Plans.Standing plan, long height) {
        PlanRecord record = plan.record();
        long first = record.phase() == Phase.SHADOW ? record.sinceHeight() : record.startHeight();
        return Math.max(first, height - record.plan().schedule().agreementBlocks());
    }

    private Optional<Rejection> window() {
        return statement.lastHeight() - statement.firstHeight() < Limits.MAX_STATEMENT_WINDOW
                ? Optional.empty()
                : rejected(
                        Codes.OUTSIDE_WINDOW,
                        "its window is wider than %d blocks"
                                .formatted(Limits.MAX_STATEMENT_WINDOW));
    }

    private Optional<Rejection> height() {
        return statement.firstHeight() <= block.height() && block.height() <= statement.lastHeight()
                ? Optional.empty()
                : rejected(
                        Codes.OUTSIDE_WINDOW,
                        "it is for blocks %d to %d, this is block %d"
                                .formatted(
                                        statement.firstHeight(),
                                        statement.lastHeight(),
                                        block.height()));
    }

    private Optional<Rejection> binding() {
        if (!statement.chain().equals(block.chain().chain())) {
            return rejected(
                    Codes.WRONG_CHAIN,
                    "it is for chain %s, this is chain %s"
                            .formatted(statement.chain(), block.chain().chain()));
        }
        if (!statement.moduleSet().equals(block.chain().moduleSet())) {
            return rejected(
                    Codes.WRONG_MODULE_SET,
                    "it speaks about module set %s, in force is %s"
                            .formatted(statement.moduleSet(), block.chain().moduleSet()));
        }
        Bytes validator = KernelTables.key(statement.validator());
        if (block.start().get(KernelTables.VALIDATORS, validator).isEmpty()) {
            return rejected(Codes.NOT_A_VALIDATOR, "its key has no voting power");
        }
        Bytes counted = KernelTables.key(statement.lastHeight(), statement.id());
        return state.get(KernelTables.STATEMENTS, counted).isPresent()
                ? rejected(Codes.ALREADY_COMMITTED, "it was counted before")
                : Optional.empty();
    }

    private Optional<Rejection> signature() {
        return block.signatures()
                        .verify(
                                statement.validator(),
                                statement.signingBytes(),
                                statement.signature())
                ? Optional.empty()
                : rejected(Codes.BAD_SIGNATURE, "its signature is not valid");
    }

    private Optional<Rejection> body() {
        return switch (statement.body()) {
            case Body.Ready ready -> ready(ready);
            case Body.Report report -> report(report);
            case Body.Trip trip -> trip(trip);
            case Body.Recover recover -> recover(recover);
        };
    }

    private Optional<Rejection> ready(Body.Ready ready) {
        Optional<PlanRecord> plan = active(ready.plan());
        if (plan.isEmpty()) {
            return noSuchPlan(ready.plan());
        }
        if (plan.get().phase() != Phase.READY) {
            return phase(plan.get(), "validators state that they are ready in READY");
        }
        return again(
                new StatedRecord.Key(
                        ready.plan(), StatedRecord.Kind.READY, 0, statement.validator()),
                ready.prepared());
    }

    private Optional<Rejection> report(Body.Report report) {
        Optional<PlanRecord> found = active(report.plan());
        if (found.isEmpty()) {
            return noSuchPlan(report.plan());
        }
        PlanRecord plan = found.get();
        if (!plan.phase().isFollowed()) {
            return phase(plan, "validators report in BACKFILL and SHADOW");
        }
        long every = plan.plan().schedule().reportBlocks();
        long oldest =
                oldestReport(new Plans.Standing(report.plan(), plan, Bytes.EMPTY), block.height());
        if (report.height() % every != 0
                || inBlock && (report.height() < oldest || report.height() >= block.height())) {
            return rejected(
                    Codes.REPORT_HEIGHT,
                    ("it is about height %d; reports are about heights from %d on that %d divides,"
                                    + " before the block that they are in")
                            .formatted(report.height(), oldest, every));
        }
        if (plan.agreed().map(agreed -> agreed.height() >= report.height()).orElse(false)) {
            return rejected(
                    Codes.REPORT_SETTLED,
                    "validators agreed on height %d; report about a later one"
                            .formatted(plan.agreed().get().height()));
        }
        Bytes stated =
                new StatedRecord.Key(
                                report.plan(),
                                StatedRecord.Kind.REPORT,
                                report.height(),
                                statement.validator())
                        .encode();
        if (state.get(KernelTables.STATED, stated).isPresent()) {
            return rejected(
                    Codes.ALREADY_COMMITTED,
                    "its validator reported about height " + report.height() + " before");
        }
        try {
            Tally.decode(report.tally());
            return Optional.empty();
        } catch (MalformedException malformed) {
            return rejected(Codes.MALFORMED, "its tally is none: " + malformed.explanation());
        }
    }

    private Optional<Rejection> trip(Body.Trip trip) {
        Optional<PlanRecord> plan = active(trip.plan());
        if (plan.isEmpty()) {
            return noSuchPlan(trip.plan());
        }
        Bytes stated =
                new StatedRecord.Key(trip.plan(), StatedRecord.Kind.TRIP, 0, statement.validator())
                        .encode();
        return state.get(KernelTables.STATED, stated).isPresent()
                ? rejected(Codes.ALREADY_COMMITTED, "its validator tripped this plan before")
                : Optional.empty();
    }

    private Optional<Rejection> recover(Body.Recover recover) {
        try {
            Changes.decode(recover.action());
        } catch (MalformedException malformed) {
            return rejected(Codes.MALFORMED, "its action is none: " + malformed.explanation());
        }
        return again(
                new StatedRecord.Key(
                        Hash.ZERO, StatedRecord.Kind.RECOVER, 0, statement.validator()),
                Changes.hash(recover.action()));
    }

    /** A validator may change its mind, not its mind in every block. */
    private Optional<Rejection> again(StatedRecord.Key key, Hash digest) {
        Optional<StatedRecord> before =
                state.get(KernelTables.STATED, key.encode()).map(StatedRecord::decode);
        if (before.isEmpty()
                || key.kind() == StatedRecord.Kind.RECOVER
                        && inBlock
                        && !isCurrent(before.get(), block.height())) {
            return Optional.empty();
        }
        if (before.get().digest().equals(digest)) {
            return rejected(Codes.ALREADY_COMMITTED, "its validator stated the same before");
        }
        long next = before.get().height() + PAUSE_BLOCKS;
        return inBlock && block.height() < next
                ? rejected(
                        Codes.TOO_SOON,
                        "its validator stated something else in block %d; it may again from %d on"
                                .formatted(before.get().height(), next))
                : Optional.empty();
    }

    private Optional<PlanRecord> active(Hash plan) {
        return state.get(KernelTables.ACTIVE_PLANS, KernelTables.key(plan))
                .flatMap(_ -> Plans.find(state, plan))
                .filter(PlanRecord::isAlive)
                .filter(record -> !inBlock || record.holdsAt(block.height()));
    }

    private Optional<Rejection> noSuchPlan(Hash plan) {
        Optional<PlanRecord> ended = Plans.find(state, plan);
        return ended.isPresent()
                ? phase(ended.get(), "it stands so, or will with the next block")
                : rejected(Codes.NO_SUCH_PLAN, "the chain has no plan " + plan);
    }

    private static Optional<Rejection> phase(PlanRecord plan, String rule) {
        return rejected(Codes.PLAN_PHASE, "the plan is in %s; %s".formatted(plan.phase(), rule));
    }

    private static Optional<Rejection> rejected(String code, String explanation) {
        return Optional.of(new Rejection(code, explanation));
    }
}
