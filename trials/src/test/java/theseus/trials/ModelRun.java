package theseus.trials;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import theseus.kernel.PlanRecord;
import theseus.model.Chain;
import theseus.model.Executed;
import theseus.model.PlanState;
import theseus.model.Step;
import theseus.model.Tally;
import theseus.model.Transaction;
import theseus.model.Version;
import theseus.protocol.Changes;
import theseus.protocol.Genesis;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.Receipt;
import theseus.protocol.Sha256;
import theseus.protocol.Statement;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.trials.Variants.Variant;

/**
 * One chain with several modules, twice: kernel and state, and the reference model. Both get the
 * same moves; after each block they must have the same receipts, tables and plans.
 */
final class ModelRun implements AutoCloseable {
    private static final int LIAR = 3;
    private static final int MOST_ACTIVE = 3;
    private static final List<String> INSTANCES = List.of("a", "b", "c", "r");
    private static final Set<Integer> NOBODY = Set.of();

    /** What was sent, and what the model does when it was let in. */
    private record Sent(String text, Optional<Step> step, Optional<Transaction> transaction) {}

    final Map<Phase, Integer> ended = new TreeMap<>();
    final Map<String, Integer> gates = new TreeMap<>();
    int opened;
    int transactions;
    private final Rig rig;
    private final Chain model;
    private final Map<Hash, Plan> plans = new LinkedHashMap<>();
    private final Map<Version, Variant> variants = new IdentityHashMap<>();
    private final Openings openings;
    private final Orders orders;
    private final Map<Hash, Sent> sent = new LinkedHashMap<>();
    private final Map<Bytes, Step> recoveries = new HashMap<>();
    private final Map<String, Hash> roots = new HashMap<>();
    private final List<String> story = new ArrayList<>();
    private final Set<Hash> staged = new HashSet<>();
    private Set<Integer> silent = NOBODY;
    private boolean lies;
    private int done;

    /** What comes out of a run of these moves. */
    static Optional<Difference> difference(List<List<Move>> blocks) {
        try (ModelRun run = new ModelRun()) {
            run.all(blocks);
            return Optional.empty();
        } catch (Difference found) {
            return Optional.of(found);
        }
    }

    ModelRun() {
        Variant box = Variants.BOXES.getFirst();
        Variant relay = Variants.RELAYS.getFirst();
        rig =
                new Rig(
                        Dice.VALIDATORS,
                        List.of(
                                Rig.Installed.of(Says.COUNCIL, Compiled.source("council-1")),
                                Rig.Installed.of("a", box.source()),
                                Rig.Installed.of("b", box.source()),
                                new Rig.Installed(
                                        "r",
                                        relay.source(),
                                        Bytes.EMPTY,
                                        List.of(new Genesis.Binding("boxes", Variants.BOUND)))));
        Map<String, Long> powers = new TreeMap<>();
        for (int i = 0; i < Dice.VALIDATORS; i++) {
            powers.put("v" + i, 1L);
        }
        model = new Chain(powers, this::selects);
        openings = new Openings(rig.chain, variants);
        orders = new Orders(rig, plans.keySet());
        model.install("a", openings.version(box), "");
        model.install("b", openings.version(box), "");
        model.install("r", openings.version(relay), "");
        rig.voice(this::says);
    }

    /** A block for each list. A bug of either side is a difference, too. */
    void all(List<List<Move>> blocks) {
        for (List<Move> moves : blocks) {
            try {
                block(moves);
            } catch (RuntimeException bug) {
                throw new Difference(done, bug.getClass().getName(), "" + bug, story, bug);
            }
            done++;
        }
    }

    private boolean selects(String plan, int step, String key) {
        PlanState state = model.plan(plan);
        int basisPoints =
                plans.get(new Hash(Bytes.fromHex(plan)))
                        .schedule()
                        .canary()
                        .get(step)
                        .basisPoints();
        long blocks =
                plans.get(new Hash(Bytes.fromHex(plan)))
                        .schedule()
                        .canary()
                        .get(step)
                        .window()
                        .blocks();
        long drawn = model.height() - (model.height() - state.sinceHeight()) % blocks;
        Bytes salt = rig.parent(drawn).bytes();
        byte[] hash = Sha256.of(salt.concat(Rig.account(key).bytes())).bytes().toArray();
        return Long.remainderUnsigned(
                        new java.math.BigInteger(1, hash).shiftRight(192).longValue(), 10_000)
                < basisPoints;
    }

    /** Three of four say what they saw, or nothing; the fourth says anything. */
    private Optional<Statement.Body> says(int validator, Statement.Body honest) {
        if (silent.contains(validator)) {
            return Optional.empty();
        }
        if (lies && validator == LIAR && honest instanceof Statement.Body.Report report) {
            return Optional.of(
                    new Statement.Body.Report(
                            report.plan(),
                            report.height(),
                            Sha256.of(Bytes.ofUtf8("lie" + report.height())),
                            true,
                            report.tally()));
        }
        return Optional.of(honest);
    }

    private void block(List<Move> moves) {
        // Statements first, as they stand in the list of those of whom they are.
        moves.forEach(this::state);
        moves.forEach(this::send);
        silent =
                Set.copyOf(
                        moves.stream()
                                .filter(Move.Silent.class::isInstance)
                                .map(one -> ((Move.Silent) one).validator())
                                .toList());
        lies = moves.contains(new Move.Lie());
        List<Rig.Said> said = rig.said();
        Map<Hash, Receipt> receipts = rig.block();
        story.add("-- block " + rig.height());
        model.apply(new Step.Begin("v" + rig.proposer(), rig.timeMillis()));
        for (Rig.Said one : said) {
            Receipt receipt = Rig.receipt(receipts, one.id());
            story.add(
                    "v%d %s %s"
                            .formatted(
                                    one.validator(),
                                    Sides.text(one.body()),
                                    Sides.result(receipt)));
            if (receipt.status() instanceof Receipt.Status.Applied) {
                model.apply(step(one));
            }
        }
        sent.forEach((id, one) -> follow(one, Rig.receipt(receipts, id)));
        sent.clear();
        model.apply(new Step.End());
        compare();
    }

    private void state(Move move) {
        switch (move) {
            case Move.Trip(int nth, int validators) -> {
                Optional<Hash> plan = orders.nth(nth);
                for (int i = 0; i < validators && plan.isPresent(); i++) {
                    rig.state(i, new Statement.Body.Trip(plan.get(), "at random"));
                }
            }
            case Move.Recover(Move order, int first, int validators) -> {
                Optional<Orders.Ordered> ordered = orders.of(order);
                for (int i = 0; i < validators && ordered.isPresent(); i++) {
                    Bytes action = Changes.encode(ordered.get().change());
                    recoveries.put(action, ordered.get().step());
                    rig.state((first + i) % Dice.VALIDATORS, new Statement.Body.Recover(action));
                }
            }
            case Move.Send _, Move.Open _, Move.Approve _, Move.Stop _, Move.Break _ -> {}
            case Move.Silent _, Move.Lie _ -> {}
        }
    }

    private void send(Move move) {
        switch (move) {
            case Move.Send(String sender, var messages) -> {
                Hash id =
                        rig.send(
                                sender,
                                messages.stream()
                                        .map(Sides::message)
                                        .toArray(theseus.protocol.Message[]::new));
                transactions++;
                Transaction transaction =
                        new Transaction(sender, messages.toArray(new theseus.model.Message[0]));
                sent.put(
                        id,
                        new Sent(
                                sender + " " + Sides.text(messages),
                                Optional.empty(),
                                Optional.of(transaction)));
            }
            case Move.Open open -> {
                if (orders.active().size() < MOST_ACTIVE) {
                    openings.of(open, model.inForce(), "plan " + plans.size())
                            .ifPresent(this::open);
                }
            }
            case Move.Approve _, Move.Stop _, Move.Break _ ->
                    orders.of(move).ifPresent(one -> order(one.message(), one.step()));
            case Move.Trip _, Move.Recover _, Move.Silent _, Move.Lie _ -> {}
        }
    }

    private void open(Openings.Opened opened) {
        for (Variant variant : opened.brought()) {
            if (staged.add(variant.hash())) {
                rig.stage(variant.artifact());
            }
        }
        Plan plan = opened.real();
        plans.put(plan.id(), plan);
        order(new Says.Propose(plan.encode(), plan.kind()), new Step.Open(opened.modelled()));
    }

    private void order(theseus.sdk.Message message, Step step) {
        Hash id = rig.send(Says.COUNCIL, theseus.protocol.Message.of(Says.COUNCIL, message));
        String text = message.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
        sent.put(id, new Sent(Sides.text(text, step), Optional.of(step), Optional.empty()));
    }

    private void follow(Sent one, Receipt receipt) {
        String real = Sides.result(receipt);
        story.add(one.text() + " " + real);
        one.transaction()
                .ifPresent(
                        transaction -> {
                            Executed executed =
                                    model.apply(new Step.Send(transaction)).orElseThrow();
                            mustEqual(
                                    Sides.result(executed.result(), executed.events()),
                                    real,
                                    "receipt",
                                    one.text());
                        });
        if (receipt.status() instanceof Receipt.Status.Applied) {
            one.step().ifPresent(model::apply);
            if (one.step().isPresent() && one.step().get() instanceof Step.Open) {
                opened++;
            }
        }
    }

    private Step step(Rig.Said one) {
        String validator = "v" + one.validator();
        return switch (one.body()) {
            case Statement.Body.Ready ready ->
                    new Step.Ready(validator, ready.plan().bytes().hex());
            case Statement.Body.Trip trip -> new Step.Trip(validator, trip.plan().bytes().hex());
            case Statement.Body.Report report -> {
                String plan = report.plan().bytes().hex();
                PlanState.Seen seen = model.plan(plan).seen(report.height()).orElseThrow();
                boolean honest = report.tableRoot().equals(honestRoot(report));
                yield new Step.Report(
                        validator,
                        plan,
                        report.height(),
                        honest
                                ? seen
                                : new PlanState.Seen(
                                        "lie " + report.tableRoot(),
                                        true,
                                        new Tally(),
                                        Optional.empty()));
            }
            case Statement.Body.Recover recover ->
                    new Step.Recover(
                            validator,
                            Optional.ofNullable(recoveries.get(recover.action())).orElseThrow());
        };
    }

    /** What the others said; the liar is alone. */
    private Hash honestRoot(Statement.Body.Report report) {
        return roots.getOrDefault(
                report.plan().bytes().hex() + report.height(), report.tableRoot());
    }

    private void compare() {
        for (Rig.Said one : rig.said()) {
            if (one.body() instanceof Statement.Body.Report report && one.validator() != LIAR) {
                roots.put(report.plan().bytes().hex() + report.height(), report.tableRoot());
            }
        }
        for (Hash id : plans.keySet()) {
            theseus.kernel.Plans.find(rig.state.head(), id).ifPresent(is -> compare(id, is));
        }
        mustEqual(
                Sides.tables(model.tables(), INSTANCES),
                Sides.tables(rig.state.head(), INSTANCES),
                "tables",
                "under the root");
        Map<String, Hash> codes = new TreeMap<>();
        model.inForce().forEach((name, is) -> codes.put(name, variants.get(is).hash()));
        Map<String, Hash> real = new TreeMap<>();
        rig.kernel
                .modules(rig.state.head())
                .instances()
                .forEach((name, is) -> real.put(name, is.module().artifact()));
        real.remove(Says.COUNCIL);
        mustEqual(codes, real, "versions", "in force");
    }

    private void compare(Hash id, PlanRecord is) {
        PlanState state = model.plan(id.bytes().hex());
        String where = Sides.text(id);
        boolean fresh = is.sinceHeight() == rig.height() + 1;
        if (fresh) {
            story.add(
                    "plan "
                            + where
                            + " "
                            + is.phase()
                            + " "
                            + is.step()
                            + is.ended()
                                    .map(one -> " " + one.gate() + one.explanation())
                                    .orElse(""));
            if (is.phase().ended()) {
                ended.merge(is.phase(), 1, Integer::sum);
                is.gate().ifPresent(gate -> gates.merge(gate.name(), 1, Integer::sum));
            }
        }
        mustEqual(
                state.phase() + " " + state.gate().map(Enum::name),
                is.phase() + " " + is.gate().map(Enum::name),
                "plan",
                where);
        if (is.phase() == Phase.CANARY) {
            mustEqual(state.step(), is.step(), "step", where);
        }
        if (is.phase().isFollowed() && !state.isStuck()) {
            mustEqual(
                    Sides.tables(state.unlinked(), INSTANCES),
                    Sides.tables(rig.state.unlinked(id), INSTANCES),
                    "unlinked",
                    where);
        }
    }

    /** {@code where} begins with what sort of thing it is. */
    private void mustEqual(Object expected, Object actual, String sort, String where) {
        if (!expected.equals(actual)) {
            throw new Difference(
                    done,
                    sort,
                    "%s %s: the model has %s, the chain %s"
                            .formatted(sort, where, expected, actual),
                    story,
                    null);
        }
    }

    @Override
    public void close() {
        rig.close();
    }
}
