package theseus.trials;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import theseus.kernel.PlanRecord;
import theseus.model.Chain;
import theseus.model.Executed;
import theseus.model.Message;
import theseus.model.PlanState;
import theseus.model.Step;
import theseus.model.Tally;
import theseus.model.Transaction;
import theseus.model.Version;
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
 * same random steps; after each block they must have the same receipts, tables and plans.
 */
final class ModelRun implements AutoCloseable {
    private static final int VALIDATORS = 4;
    private static final int LIAR = 3;
    private static final int SENDERS = 16;
    private static final List<String> INSTANCES = List.of("a", "b", "c", "r");
    private static final List<Long> AMOUNTS = List.of(0L, 1L, 3L, 7L, 11L, 13L, 50L, 120L, -4L);
    private static final int LAST_LINES = 60;

    /** What was sent, and what the model does when it was let in. */
    private record Sent(String text, Optional<Step> step, Optional<Transaction> transaction) {}

    final Map<Phase, Integer> ended = new TreeMap<>();
    final Map<String, Integer> gates = new TreeMap<>();
    int opened;
    int transactions;
    private final Random random;
    private final Rig rig;
    private final Chain model;
    private final Map<Hash, Plan> plans = new LinkedHashMap<>();
    private final Map<Version, Variant> variants = new IdentityHashMap<>();
    private final Map<Hash, Sent> sent = new LinkedHashMap<>();
    private final Map<Hash, Rig.Said> lies = new HashMap<>();
    private final List<String> story = new ArrayList<>();
    private final List<Hash> staged = new ArrayList<>();

    ModelRun(long seed) {
        random = new Random(seed);
        Variant box = Variants.BOXES.getFirst();
        Variant relay = Variants.RELAYS.getFirst();
        rig =
                new Rig(
                        VALIDATORS,
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
        for (int i = 0; i < VALIDATORS; i++) {
            powers.put("v" + i, 1L);
        }
        model = new Chain(powers, this::selects);
        model.install("a", version(box), "");
        model.install("b", version(box), "");
        model.install("r", version(relay), "");
        rig.voice(this::says);
    }

    private Version version(Variant variant) {
        Version version = variant.as().apply("");
        variants.put(version, variant);
        return version;
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

    /** Three of four say what they saw, most of the time; the fourth says anything. */
    private Optional<Statement.Body> says(int validator, Statement.Body honest) {
        if (random.nextInt(12) == 0) {
            return Optional.empty();
        }
        if (validator == LIAR
                && random.nextInt(4) == 0
                && honest instanceof Statement.Body.Report report) {
            return Optional.of(
                    new Statement.Body.Report(
                            report.plan(),
                            report.height(),
                            Sha256.of(Bytes.ofUtf8("lie" + random.nextInt())),
                            true,
                            report.tally()));
        }
        return Optional.of(honest);
    }

    void block() {
        List<Integer> senders = new ArrayList<>();
        for (int i = random.nextInt(7); i > 0; i--) {
            int sender = random.nextInt(SENDERS);
            // Once in a block: a rejected one would take the next one's nonce with it.
            if (!senders.contains(sender)) {
                senders.add(sender);
                traffic("s" + sender);
            }
        }
        govern();
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
            case Statement.Body.Recover recover -> throw new IllegalStateException();
        };
    }

    /** What the others said; the liar is alone. */
    private Hash honestRoot(Statement.Body.Report report) {
        return roots.getOrDefault(
                report.plan().bytes().hex() + report.height(), report.tableRoot());
    }

    private final Map<String, Hash> roots = new HashMap<>();

    private String key() {
        return "k" + random.nextInt(6);
    }

    private void traffic(String sender) {
        List<Message> messages = new ArrayList<>();
        for (int i = random.nextInt(5) == 0 ? 2 : 1; i > 0; i--) {
            messages.add(message());
        }
        Hash id =
                rig.send(
                        sender,
                        messages.stream()
                                .map(Sides::message)
                                .toArray(theseus.protocol.Message[]::new));
        transactions++;
        Transaction transaction = new Transaction(sender, messages.toArray(new Message[0]));
        sent.put(
                id,
                new Sent(
                        sender + " " + Sides.text(messages),
                        Optional.empty(),
                        Optional.of(transaction)));
    }

    private Message message() {
        int pick = random.nextInt(20);
        String instance = pick < 12 ? "a" : pick < 17 ? "b" : pick < 18 ? "c" : "r";
        if (instance.equals("r")) {
            return new Message("r", "Forward", key() + " " + amount());
        }
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> new Message(instance, "Put", key() + " " + amount());
            case 3, 4, 5 -> new Message(instance, "Add", key() + " " + amount());
            case 6 -> new Message(instance, "Take", key());
            case 7 -> new Message(instance, "Tell", "");
            case 8 -> new Message(instance, "Boom", key());
            case 9 -> new Message(instance, "Mark", key() + " m" + random.nextInt(3));
            case 10 -> new Message(instance, "Hide", key());
            default -> new Message(instance, "Show", key());
        };
    }

    private long amount() {
        return AMOUNTS.get(random.nextInt(AMOUNTS.size()));
    }

    private void govern() {
        List<Hash> active = plans.keySet().stream().filter(id -> isActive(id)).toList();
        if (active.size() < 3 && random.nextInt(3) == 0) {
            open();
        }
        for (Hash id : active) {
            PlanRecord record = rig.plan(id);
            if (record.phase() == Phase.VOTING && random.nextInt(2) == 0) {
                order("approve", new Says.Approve(id), new Step.Approve(id.bytes().hex()));
            } else if (random.nextInt(60) == 0) {
                order("stop", new Says.Stop(id), new Step.Stop(id.bytes().hex()));
            }
            if (random.nextInt(40) == 0) {
                int trippers = 1 + random.nextInt(2);
                for (int i = 0; i < trippers; i++) {
                    rig.state(i, new Statement.Body.Trip(id, "at random"));
                }
            }
        }
        if (random.nextInt(10) == 0) {
            String instance = INSTANCES.get(random.nextInt(INSTANCES.size()));
            boolean whole = random.nextBoolean();
            boolean open = random.nextInt(3) == 0;
            order(
                    "breaker " + open,
                    new Says.Suspend(instance, whole ? "" : "Add", open),
                    new Step.Breaker(
                            instance, whole ? Optional.empty() : Optional.of("Add"), open));
        }
    }

    private boolean isActive(Hash id) {
        return theseus.kernel.Plans.find(rig.state.head(), id)
                .map(record -> !record.phase().ended())
                .orElse(false);
    }

    private void order(String text, theseus.sdk.Message message, Step step) {
        Hash id = rig.send(Says.COUNCIL, theseus.protocol.Message.of(Says.COUNCIL, message));
        sent.put(id, new Sent(Sides.text(text, step), Optional.of(step), Optional.empty()));
    }

    private void open() {
        List<Plan.Action> real = new ArrayList<>();
        List<theseus.model.Plan.Action> modelled = new ArrayList<>();
        Map<String, Version> now = model.inForce();
        for (String instance : new TreeSet<>(List.of(pick(), pick()))) {
            Version inForce = now.get(instance);
            if (inForce == null) {
                Variant fresh = Variants.BOXES.get(random.nextInt(3));
                stage(fresh);
                real.add(
                        new Plan.Action.Install(
                                instance, fresh.hash(), Bytes.EMPTY, List.of(), List.of()));
                modelled.add(new theseus.model.Plan.Action.Install(instance, version(fresh), ""));
                continue;
            }
            Variant is = variants.get(inForce);
            List<Variant> after = Variants.after(is);
            if (instance.equals("c") && random.nextBoolean()) {
                real.add(new Plan.Action.Retire(instance, is.hash()));
                modelled.add(new theseus.model.Plan.Action.Retire(instance, inForce));
            } else if (!after.isEmpty()) {
                Variant next = after.get(random.nextInt(after.size()));
                stage(next);
                real.add(
                        new Plan.Action.Upgrade(
                                instance,
                                is.hash(),
                                next.hash(),
                                instance.equals("r")
                                        ? List.of(new Genesis.Binding("boxes", Variants.BOUND))
                                        : List.of(),
                                List.of()));
                modelled.add(
                        new theseus.model.Plan.Action.Upgrade(instance, inForce, version(next)));
            }
            if (random.nextInt(4) > 0) {
                break;
            }
        }
        if (!real.isEmpty()) {
            open(real, modelled);
        }
    }

    private void open(List<Plan.Action> real, List<theseus.model.Plan.Action> modelled) {
        int kind = random.nextInt(8);
        boolean hotfix = kind == 0;
        boolean irreversible = kind == 1;
        Plan.Schedule schedule = schedule(hotfix || irreversible);
        Plan plan =
                new Plan(
                        rig.chain,
                        "plan " + plans.size(),
                        real,
                        irreversible,
                        hotfix,
                        schedule,
                        List.of(),
                        List.of(),
                        Optional.empty());
        plans.put(plan.id(), plan);
        order(
                "open",
                new Says.Propose(plan.encode(), plan.kind()),
                new Step.Open(
                        new theseus.model.Plan(
                                plan.id().bytes().hex(),
                                modelled,
                                irreversible,
                                hotfix,
                                Sides.schedule(schedule),
                                java.util.Set.of(),
                                java.util.Set.of())));
    }

    private Plan.Schedule schedule(boolean noCanary) {
        List<Plan.Step> canary = new ArrayList<>();
        for (int i = noCanary ? 0 : random.nextInt(3); i > 0; i--) {
            canary.addFirst(new Plan.Step(3000 * i, window()));
        }
        return new Plan.Schedule(
                4 + random.nextInt(6),
                4 + random.nextInt(6),
                4 + random.nextInt(8),
                1 + random.nextInt(3),
                8,
                window(),
                canary,
                window(),
                10,
                1000);
    }

    private Plan.Window window() {
        return new Plan.Window(
                1 + random.nextInt(6),
                random.nextInt(2) * 3000L,
                random.nextInt(8) == 0 ? 1 : 0,
                random.nextInt(3));
    }

    private String pick() {
        int pick = random.nextInt(8);
        return pick < 4 ? "a" : pick < 5 ? "b" : pick < 7 ? "c" : "r";
    }

    private void stage(Variant variant) {
        if (!staged.contains(variant.hash())) {
            staged.add(variant.hash());
            rig.stage(variant.artifact());
        }
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
                "tables under the root");
        Map<String, Hash> codes = new TreeMap<>();
        model.inForce().forEach((name, is) -> codes.put(name, variants.get(is).hash()));
        Map<String, Hash> real = new TreeMap<>();
        rig.kernel
                .modules(rig.state.head())
                .instances()
                .forEach((name, is) -> real.put(name, is.module().artifact()));
        real.remove(Says.COUNCIL);
        mustEqual(codes, real, "versions in force");
    }

    private void compare(Hash id, PlanRecord is) {
        PlanState state = model.plan(id.bytes().hex());
        String where = "plan " + Sides.text(id);
        boolean fresh = is.sinceHeight() == rig.height() + 1;
        if (fresh) {
            story.add(
                    where
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
                where);
        if (is.phase() == Phase.CANARY) {
            mustEqual(state.step(), is.step(), where);
        }
        if (is.phase().isFollowed() && !state.isStuck()) {
            mustEqual(
                    Sides.tables(state.unlinked(), INSTANCES),
                    Sides.tables(rig.state.unlinked(id), INSTANCES),
                    "unlinked tables of " + where);
        }
    }

    private void mustEqual(Object expected, Object actual, String where) {
        if (!expected.equals(actual)) {
            int from = Math.max(0, story.size() - LAST_LINES);
            throw new AssertionError(
                    "%s: the model has %s, the chain %s; what came before:\n%s"
                            .formatted(
                                    where,
                                    expected,
                                    actual,
                                    String.join("\n", story.subList(from, story.size()))));
        }
    }

    @Override
    public void close() {
        rig.close();
    }
}
