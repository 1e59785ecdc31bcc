package theseus.trials;

import static theseus.trials.Faulty.inBackfill;
import static theseus.trials.Faulty.inShadow;
import static theseus.trials.Faulty.of;
import static theseus.trials.Faulty.withTwoWorlds;

import java.util.List;
import java.util.stream.Stream;
import theseus.protocol.Gate;
import theseus.protocol.Phase;
import theseus.trials.Faulty.End;
import theseus.trials.Faulty.Traffic;

/** The candidates whose code is wrong, by what is wrong with them. */
final class FaultyCandidates {
    static final String MOVE = "        context.require(!giving.frozen(), Refused.FROZEN);\n";
    private static final String UP = "        String memo = previous.isPresent()";
    static final String CLASS = "    private static final long RICH = 1000;\n";

    private FaultyCandidates() {}

    static final Faulty BENIGN = of("nothing is wrong", new End.Final());

    static List<Faulty> all() {
        return Stream.of(
                        notAdmitted(),
                        FaultyPlans.notOpened(),
                        carrying(),
                        misbehaving(),
                        different())
                .flatMap(List::stream)
                .toList();
    }

    /** A value that ordinary traffic has once in a while. */
    private static String rarely(String what) {
        return MOVE + "        if (amount == 777) {\n" + what + "\n        }\n";
    }

    /** Stopped before it is a plan: the verifier names class, method and reason. */
    static List<Faulty> notAdmitted() {
        return List.of(
                of(
                        "reads the clock",
                        new End.NotAdmitted("currentTimeMillis"),
                        MOVE,
                        MOVE + "        amount += System.currentTimeMillis() % 2;\n"),
                of(
                        "orders by hash",
                        new End.NotAdmitted("HashMap"),
                        MOVE,
                        MOVE + "        new HashMap<String, String>().put(from, to);\n"),
                of(
                        "computes with floating point",
                        new End.NotAdmitted("move"),
                        MOVE,
                        MOVE + "        amount = (long) (amount * 1.0);\n"),
                of(
                        "keeps state outside of tables",
                        new End.NotAdmitted("seen"),
                        CLASS,
                        CLASS + "    private static long seen;\n",
                        MOVE,
                        MOVE + "        seen = seen + 1;\n"),
                of(
                        "starts a thread",
                        new End.NotAdmitted("Thread"),
                        MOVE,
                        MOVE + "        new Thread().start();\n"));
    }

    /** Its code does what nobody may do: found when live traffic runs in the second world. */
    static List<Faulty> misbehaving() {
        return List.of(
                of(
                        "loops",
                        inShadow(Gate.OUT_OF_GAS),
                        MOVE,
                        MOVE + "        while (!from.isEmpty()) {}\n"),
                of(
                        "eats memory",
                        inShadow(Gate.OUT_OF_GAS),
                        MOVE,
                        MOVE
                                + "        List<long[]> eaten = new ArrayList<>();\n"
                                + "        while (!from.isEmpty()) { eaten.add(new long[100000]); }\n"),
                of(
                        "traps on rare input",
                        inShadow(Gate.TRAP),
                        MOVE,
                        rarely("            throw new IllegalStateException(\"rare\");")),
                of(
                        "recurses on rare input",
                        inShadow(Gate.TRAP),
                        MOVE,
                        rarely("            move(context, from, to, amount);")),
                of(
                                "costs more with every block",
                                new End.Held(Phase.PROBATION),
                                MOVE,
                                MOVE
                                        + "        long work = 0;\n"
                                        + "        for (long i = 0; i < context.height() * 100;"
                                        + " i++) { work += i; }\n")
                        .with(Plans::patient),
                of(
                        "costs too much from the start",
                        new End.Held(Phase.SHADOW),
                        MOVE,
                        MOVE
                                + "        long work = 0;\n"
                                + "        for (long i = 0; i < 100_000; i++) { work += i; }\n"),
                of(
                        "breaks its own invariant",
                        inShadow(Gate.INVARIANT),
                        MOVE,
                        rarely("            context.put(balances, from, giving.with(-1));")));
    }

    /** What it does differs from what the version in force does. */
    static List<Faulty> different() {
        return List.of(
                different("another refusal code", "Refused.INSUFFICIENT);", "Refused.OVER_LIMIT);"),
                different(
                        "refuses in another order",
                        "        Balance giving = context.get(balances, from, Refused.NO_ACCOUNT);\n",
                        "        Balance giving = context.get(balances, from, Refused.NO_ACCOUNT);\n"
                                + "        context.get(balances, to, Refused.INSUFFICIENT);\n"),
                different(
                        "an event is missing",
                        "        context.emit(new Moved(from, to, amount));\n",
                        ""),
                different(
                        "events in another order",
                        "        context.emit(new Opened(message.name(), message.amount()));\n"
                                + "        context.emit(new Moved(\"\", message.name(),"
                                + " message.amount()));\n",
                        "        context.emit(new Moved(\"\", message.name(), message.amount()));\n"
                                + "        context.emit(new Opened(message.name(),"
                                + " message.amount()));\n"),
                different(
                        "an event says something else",
                        "new Moved(from, to, amount)",
                        "new Moved(to, from, amount)"),
                different(
                        "the index is gone",
                        "                .index(rich)\n",
                        "",
                        "context.find(rich, true, Optional.empty(), 100)",
                        "List.of()"),
                different(
                        "the index is wrong for one value",
                        "held.amount() >= RICH",
                        "held.amount() > RICH"),
                different(
                        "the sum counts something else",
                        "Sum.of(\"supply\", balances, Balance::amount)",
                        "Sum.of(\"supply\", balances, held -> held.amount() + 1)"),
                different(
                        "writes a field that it should not",
                        "number, i), new Text(lines.get(i)));",
                        "number, i), new Text(lines.get(i) + \" \"));"),
                different(
                        "a shared table gets something else",
                        "context.put(limit, Singleton.KEY, new Bound(message.amount()));",
                        "context.put(limit, Singleton.KEY, new Bound(message.amount() + 1));"),
                different(
                                "does more than it declares",
                                "        move(context, message.from(), message.to(),"
                                        + " message.amount());\n",
                                "        move(context, message.from(), message.to(),"
                                        + " message.amount());\n"
                                        + "        context.emit(new Moved(message.from(),"
                                        + " message.to(), 0));\n"
                                        + "        if (message.amount() == 777) {\n"
                                        + "            context.put(limit, Singleton.KEY,"
                                        + " new Bound(5));\n        }\n")
                        .with(Plans::declaringMoved),
                different(
                        "takes twice for one value",
                        MOVE,
                        rarely("            amount = amount * 2;")),
                different(
                        "works by itself at the end of each block",
                        "        context.get(limit, Singleton.KEY);\n",
                        "        context.put(limit, Singleton.KEY, new Bound(7));\n"),
                different(
                                "has the council write something down",
                                CLASS,
                                CLASS
                                        + "    @Interface(name = \"minutes\", version = \"1.0\")\n"
                                        + "    public interface Minutes {\n"
                                        + "        Result<Boolean> note(Context context, String text);\n"
                                        + "    }\n"
                                        + "    private final Minutes minutes ="
                                        + " Required.interfaceOf(Minutes.class, \"1\");\n",
                                MOVE,
                                MOVE + "        minutes.note(context, from);\n")
                        .with(plan -> Plans.bind(plan, "minutes", Says.COUNCIL)),
                different(
                        "hides new accounts from the version before",
                        "new Balance(message.amount(), \"\", false)",
                        "new Balance(message.amount(), \"\", true)"),
                different(
                        "forgets to write the second account",
                        "        context.put(balances, to, taking.with(taking.amount() + amount));\n",
                        ""),
                different(
                                "makes validators",
                                "                .genesis(",
                                "                .needs(Capability.VALIDATORS)\n                .genesis(",
                                MOVE,
                                MOVE
                                        + "        context.propose(new Change.SetValidatorPower("
                                        + "new PublicKey(PublicKey.ED25519, context.sender().bytes()), 5));\n")
                        .with(Plans::granting),
                of(
                                "keeps balances of its own beside the table",
                                withTwoWorlds(Gate.UNDECLARED_DIFFERENCE),
                                CLASS,
                                CLASS
                                        + "    private final Table<String, Bound> cache ="
                                        + " Table.of(\"cache\", String.class, Bound.class);\n",
                                "        module.table(balances)\n",
                                "        module.table(balances)\n                .table(cache)\n",
                                "        move(context, message.from(), message.to(),"
                                        + " message.amount());\n",
                                "        Optional<Bound> kept = context.get(cache, message.to());\n"
                                        + "        if (kept.isPresent()) {\n"
                                        + "            context.put(balances, message.to(),"
                                        + " context.get(balances, message.to()).get()"
                                        + ".with(kept.get().amount()));\n"
                                        + "        }\n"
                                        + "        move(context, message.from(), message.to(),"
                                        + " message.amount());\n"
                                        + "        context.put(cache, message.to(), new Bound("
                                        + "context.get(balances, message.to()).get().amount()));\n")
                        .with(Plans::declaringCache),
                of(
                                "breaks an invariant only after five hundred blocks",
                                withTwoWorlds(Gate.INVARIANT),
                                MOVE,
                                MOVE
                                        + "        if (context.height() > 500) {"
                                        + " context.put(balances, from, giving.with(-1)); }\n")
                        .with(Plans::patient));
    }

    /** Its lens is wrong. */
    static List<Faulty> carrying() {
        return List.of(
                of(
                        "migrates one record wrongly",
                        inBackfill(Gate.LENS_LAW),
                        "        String memo = previous.isPresent()",
                        "        if (old.key().equals(\"zed\")) {\n"
                                + "            return new Entry<>(old.key(),"
                                + " new Balance(1, \"\", false));\n        }\n"
                                + "        String memo = previous.isPresent()"),
                of(
                        "breaks a law for one value only",
                        // When no record has it yet, the first that gets it does not fit its image.
                        inBackfill(Gate.LENS_LAW, Gate.UNDECLARED_DIFFERENCE),
                        "new V1.Balance(now.value().amount())",
                        "new V1.Balance(now.value().amount() == 777 ? 0 : now.value().amount())"),
                of(
                                "loses what only the new side knows",
                                withTwoWorlds(Gate.LENS_LAW),
                                "previous.isPresent() ? previous.get().value().memo() : \"\"",
                                "\"\"")
                        .with(Traffic.NEW_FORMS),
                of(
                        "throws for one record",
                        inBackfill(Gate.LENS_FAILED),
                        UP,
                        "        if (old.key().equals(\"zed\")) {\n"
                                + "            throw new IllegalStateException();\n        }\n"
                                + UP),
                of(
                        "never ends for one record",
                        inBackfill(Gate.LENS_FAILED),
                        UP,
                        "        while (old.key().equals(\"zed\")) {}\n" + UP),
                of(
                        "refuses an image of everything",
                        inBackfill(Gate.LENS_LAW),
                        "                return new Down.Absent<>();\n            }\n",
                        "                return new Down.Absent<>();\n            }\n"
                                + "            if (now.value().memo().isEmpty()) {"
                                + " return new Down.Refuse<>(\"no\"); }\n"),
                of(
                        "hides everything",
                        inBackfill(Gate.LENS_LAW),
                        "if (now.value().frozen()) {",
                        "if (now.value().memo().isEmpty()) {"),
                of(
                        "carries two records to one key",
                        inBackfill(Gate.COLLISION),
                        "return new Entry<>(old.key(), new Balance(old.value().amount(), memo, false));",
                        "return new Entry<>(\"all\","
                                + " new Balance(old.value().amount(), old.key(), false));",
                        "new Entry<>(now.key(), new V1.Balance(",
                        "new Entry<>(now.value().memo(), new V1.Balance("),
                of(
                        "drops an empty line of a family",
                        inBackfill(Gate.LENS_LAW),
                        "                for (int i = 0; i < lines.size(); i++) {\n"
                                + "                    made.add(",
                        "                for (int i = 0; i < lines.size(); i++) {\n"
                                + "                    if (lines.get(i).isEmpty()) { continue; }\n"
                                + "                    made.add("),
                of(
                        "leaves its family",
                        inBackfill(Gate.LENS_LAW, Gate.LENS_FAILED),
                        "new Line(note.key().name(), note.key().number(), i)",
                        "new Line(\"x\" + note.key().name(), note.key().number(), i)"),
                of(
                                "is given a family beyond its bound",
                                new End.Held(Phase.SHADOW),
                                "        List<Entry<Line, Text>> made = new ArrayList<>();\n",
                                "        List<Entry<Line, Text>> made = new ArrayList<>();\n")
                        .with(Traffic.MANY_NOTES),
                of(
                        "has an invariant that a record of old breaks",
                        inBackfill(Gate.INVARIANT),
                        "(name, held) -> held.amount() >= 0",
                        "(name, held) -> held.amount() >= 0 && held.amount() < 5000"),
                of(
                        "has a sum that is out of bounds as it is",
                        inBackfill(Gate.INVARIANT),
                        "total <= 1_000_000_000L",
                        "total <= 1000L"));
    }

    private static Faulty different(String name, String... edits) {
        return of(name, inShadow(Gate.UNDECLARED_DIFFERENCE), edits);
    }
}
