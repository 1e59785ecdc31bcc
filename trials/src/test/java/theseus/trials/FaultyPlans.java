package theseus.trials;

import static theseus.trials.Faulty.of;
import static theseus.trials.FaultyCandidates.CLASS;
import static theseus.trials.FaultyCandidates.MOVE;

import java.util.List;
import theseus.trials.Faulty.End;

/** The candidates that do not fit the chain, or whose plan does not. */
final class FaultyPlans {
    private FaultyPlans() {}

    /** Seen on descriptors alone, before anybody votes. */
    static List<Faulty> notOpened() {
        return List.of(
                of(
                        "accepts a form in force no longer",
                        new End.NotOpened("MESSAGE_GONE"),
                        "                .handles(Close.class, this::close)\n",
                        ""),
                of(
                        "raises a form without accepting the one before",
                        new End.NotOpened("FORM_GONE"),
                        "    public record Close(String name)",
                        "    @Form(2)\n    public record Close(String name)"),
                of(
                        "has no lens",
                        new End.NotOpened("LENS_MISSING"),
                        "                .lens(notes1, notes, new Notes())\n",
                        ""),
                of(
                        "has a lens from a shape that is not in force",
                        new End.NotOpened("LENS_FROM_OTHER_SHAPE"),
                        "        record Balance(long amount) {}",
                        "        record Balance(int amount) {}",
                        "new V1.Balance(now.value().amount())",
                        "new V1.Balance((int) now.value().amount())"),
                of(
                        "has another shape under the same schema",
                        new End.NotOpened("SCHEMA_CHANGED"),
                        "public record Bound(long amount) {}",
                        "public record Bound(long amount, boolean soft) {}",
                        "new Bound(genesis.limit())",
                        "new Bound(genesis.limit(), false)",
                        "new Bound(message.amount())",
                        "new Bound(message.amount(), false)"),
                of(
                        "breaks an interface for who depends on it",
                        new End.NotOpened("BINDING_MISMATCH"),
                        "Result<Long> pay(Context context, String from, String to, long amount)",
                        "Result<Long> pay(Context context, String from, String to,"
                                + " long amount, long fee)",
                        "{\n        move(context, from, to, amount);\n        return",
                        "{\n        move(context, from, to, amount + fee);\n        return"),
                of(
                        "offers an interface of another major version",
                        new End.NotOpened("BINDING_MISMATCH"),
                        "name = \"payments\", version = \"1.0\"",
                        "name = \"payments\", version = \"2.0\""),
                of(
                                "depends on who depends on it",
                                new End.NotOpened("DEPENDENCY_CYCLE"),
                                CLASS,
                                CLASS
                                        + "    @Interface(name = \"stock\", version = \"1.0\")\n"
                                        + "    public interface Stock {\n"
                                        + "        Result<Long> price(View view, String buyer);\n"
                                        + "    }\n"
                                        + "    private final Stock stock ="
                                        + " Required.interfaceOf(Stock.class, \"1\");\n",
                                MOVE,
                                MOVE + "        stock.price(context, from);\n")
                        .with(plan -> Plans.bind(plan, "stock", Says.SHOP)),
                of(
                        "has the version of the one in force",
                        new End.NotOpened("VERSION_TOO_LOW"),
                        "version = \"2.0.0\"",
                        "version = \"1.0.0\""),
                of(
                                "is the second artifact of one version",
                                new End.NotOpened("VERSION_TAKEN"),
                                "RICH = 1000",
                                "RICH = 2000")
                        .from("ledger-1")
                        .with(Plans::installing),
                of("is granted more than it asks for", new End.NotOpened("CAPABILITY_EXCESS"))
                        .with(Plans::granting),
                of(
                        "asks for what it is not granted",
                        new End.NotOpened("CAPABILITY_MISSING"),
                        "                .genesis(",
                        "                .needs(Capability.VALIDATORS)\n                .genesis("),
                of("is for another chain", new End.NotOpened("WRONG_CHAIN"))
                        .with(Plans::forAnotherChain),
                of("is based on what is not in force", new End.NotOpened("BASE_NOT_IN_FORCE"))
                        .with(Plans::onAnotherBase),
                of("was never staged", new End.NotOpened("ARTIFACT_MISSING"))
                        .with(Plans::toAnotherArtifact),
                of("declares everything", new End.NotOpened("DECLARATION_TOO_BROAD"))
                        .with(Plans::declaringAllTables),
                of("declares what does not exist", new End.NotOpened("DECLARATION_UNKNOWN"))
                        .with(Plans::declaringNothingThatExists),
                of("declares without a reason", new End.NotOpened("DECLARATION_REASON"))
                        .with(Plans::declaringWithoutReason),
                of("never has to agree", new End.NotOpened("SCHEDULE"))
                        .with(Plans::withoutAgreement));
    }
}
