package theseus.module.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import theseus.kernel.Compared;
import theseus.kernel.KernelTables;
import theseus.kernel.PlanRecord;
import theseus.kernel.Verdict;
import theseus.module.accounts.Accounts;
import theseus.module.audit.Audit;
import theseus.module.consent.Consent;
import theseus.module.governance.Action;
import theseus.module.governance.Choice;
import theseus.module.governance.Governance;
import theseus.module.governance.Kind;
import theseus.module.records.Records;
import theseus.protocol.Phase;
import theseus.protocol.Transaction;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.Message;
import theseus.testkit.Account;
import theseus.testkit.Chain;

/** Each step on a chain: proposed, agreed on, and compared in shadow on live transactions. */
class StepsTest {
    private static final int BLOCKS = 60;
    private static final List<Bytes> TAGS = List.of(Bytes.of(new byte[16]));
    private static final Account PATIENT = Account.named("patient");
    private static final Account READER = Account.named("reader");
    private static final Hash RECORD = hash("record");

    private final Random random = new Random(Long.getLong("theseus.seed", 1));

    @Test
    void consent1To2() {
        Chain chain = health(Consent.class);
        Step step = Step.of(chain, "consent", theseus.module.consent.v2.Consent.class);
        proposed(step);
        mustBeAlike(step, () -> consent(chain, false));
    }

    @Test
    void consent2To3() {
        Chain chain = health(theseus.module.consent.v2.Consent.class);
        Step step = Step.of(chain, "consent", theseus.module.consent.v3.Consent.class);
        proposed(step);
        mustBeAlike(step, () -> consent(chain, true));
    }

    @Test
    void theFaultyConsent3DiffersWithTheFirstAccessAfterARevocation() {
        Chain chain = health(theseus.module.consent.v2.Consent.class);
        Step step = Step.of(chain, "consent", theseus.module.consent.v3faulty.Consent.class);
        proposed(step);
        Shadow shadow = new Shadow(chain, step.plan());
        Message access = new Audit.Access(PATIENT.id(), RECORD);
        assertEquals(new Verdict.Equal(), only(shadow.block(chain.transaction(READER, access))));
        assertEquals(
                new Verdict.Equal(),
                only(shadow.block(chain.transaction(PATIENT, grant2(hash("a"), false)))));
        assertEquals(new Verdict.Equal(), only(shadow.block(chain.transaction(READER, access))));
        assertEquals(
                new Verdict.Equal(),
                only(
                        shadow.block(
                                chain.transaction(
                                        PATIENT,
                                        new theseus.module.consent.v2.Consent.Revoke(hash("a"))))));
        Verdict.Undeclared verdict =
                assertInstanceOf(
                        Verdict.Undeclared.class,
                        only(shadow.block(chain.transaction(READER, access))));
        assertTrue(verdict.toString().contains("CONSENT_REVOKED"), verdict.toString());
    }

    @Test
    void accounts1To2() {
        Chain chain =
                Chain.with("governance", Governance.class, Step.governance())
                        .with("accounts", Accounts.class)
                        .start();
        Step step = Step.of(chain, "accounts", theseus.module.accounts.v2.Accounts.class);
        proposed(step);
        mustBeAlike(
                step,
                () -> {
                    // Each account once: a test's account knows its first keys only.
                    Account somebody = Account.named("somebody " + random.nextLong());
                    AccountKeys keys =
                            AccountKeys.single(Account.key("" + random.nextInt(9)).publicKey());
                    return chain.transaction(somebody, new Accounts.RotateKeys(keys));
                });
    }

    @Test
    void governance1To2() {
        Chain chain = Chain.with("governance", Governance.class, Step.governance()).start();
        Step step = Step.of(chain, "governance", theseus.module.governance.v2.Governance.class);
        proposed(step);
        mustBeAlike(step, () -> governance(chain));
    }

    /** The kernel takes the plan, and it is agreed on. */
    static void proposed(Step step) {
        Chain chain = step.chain();
        chain.send(
                        Step.OPERATOR,
                        new Governance.Propose(
                                step.plan().title(),
                                new Action.OpenPlan(step.plan().encode(), Kind.UPGRADE),
                                Optional.empty()))
                .applied();
        chain.send(Step.OPERATOR, new Governance.Vote(0, Choice.YES)).applied();
        PlanRecord record =
                PlanRecord.decode(
                        chain.state()
                                .head()
                                .get(KernelTables.PLANS, KernelTables.key(step.plan().id()))
                                .orElseThrow());
        assertEquals(Phase.READY, record.phase());
    }

    private interface Traffic {
        Transaction next();
    }

    private void mustBeAlike(Step step, Traffic traffic) {
        for (int i = 0; i < BLOCKS / 2; i++) {
            step.chain().block(traffic.next());
        }
        Shadow shadow = new Shadow(step.chain(), step.plan());
        int compared = 0;
        for (int i = 0; i < BLOCKS; i++) {
            for (Compared pair : shadow.block(traffic.next())) {
                assertEquals(new Verdict.Equal(), pair.verdict());
                compared++;
            }
        }
        assertTrue(compared >= BLOCKS / 2, compared + " compared");
    }

    static Chain health(Class<? extends theseus.sdk.Module> consent) {
        Chain chain =
                Chain.with("governance", Governance.class, Step.governance())
                        .with("records", Records.class)
                        .with("consent", consent)
                        .with("audit", Audit.class)
                        .start();
        chain.send(
                        Account.named("hospital"),
                        new Records.CommitRecords(
                                List.of(
                                        new Records.Commitment(
                                                RECORD,
                                                PATIENT.id(),
                                                1,
                                                Optional.empty(),
                                                TAGS,
                                                RECORD,
                                                RECORD,
                                                RECORD))))
                .applied();
        return chain;
    }

    private Transaction consent(Chain chain, boolean second) {
        Hash id = hash("grant " + random.nextInt(30));
        return switch (random.nextInt(4)) {
            case 0 ->
                    chain.transaction(
                            PATIENT,
                            second
                                    ? new theseus.module.consent.v2.Consent.Revoke(id)
                                    : new Consent.Revoke(id));
            case 1 -> chain.transaction(READER, new Audit.Access(PATIENT.id(), RECORD));
            default ->
                    chain.transaction(
                            PATIENT, second ? grant2(id, random.nextBoolean()) : grant1(id));
        };
    }

    private static Consent.Grant grant1(Hash id) {
        return new Consent.Grant(
                id, READER.id(), TAGS, 0, Long.MAX_VALUE, Bytes.ofUtf8("body"), id);
    }

    static theseus.module.consent.v2.Consent.Grant grant2(Hash id, boolean limited) {
        return new theseus.module.consent.v2.Consent.Grant(
                id,
                READER.id(),
                TAGS,
                0,
                Long.MAX_VALUE,
                Bytes.ofUtf8("body"),
                id,
                limited
                        ? new theseus.module.consent.v2.Use.Only(
                                List.of(
                                        theseus.module.consent.v2.Purpose.TREATMENT,
                                        theseus.module.consent.v2.Purpose.RESEARCH))
                        : new theseus.module.consent.v2.Use.Any());
    }

    private Transaction governance(Chain chain) {
        long number = 1 + random.nextInt(20);
        Message message =
                switch (random.nextInt(4)) {
                    case 0 -> new Governance.Vote(number, Choice.values()[random.nextInt(4)]);
                    case 1 -> new Governance.Comment(number, Hash.ZERO);
                    case 2 -> new Governance.Withdraw(number);
                    default ->
                            new Governance.Propose(
                                    "it",
                                    new Action.StopPlan(hash("" + random.nextInt(5)), "why"),
                                    Optional.empty());
                };
        return chain.transaction(Step.OPERATOR, message);
    }

    private static Verdict only(List<Compared> compared) {
        assertEquals(1, compared.size());
        return compared.getFirst().verdict();
    }

    static Hash hash(String name) {
        return new Hash(Account.named(name).id().bytes());
    }
}
