package theseus.module.accounts.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import theseus.module.accounts.v2.Accounts.CancelRecovery;
import theseus.module.accounts.v2.Accounts.CompleteRecovery;
import theseus.module.accounts.v2.Accounts.Guard;
import theseus.module.accounts.v2.Accounts.GuardOf;
import theseus.module.accounts.v2.Accounts.KeysRotated;
import theseus.module.accounts.v2.Accounts.RecoveryOf;
import theseus.module.accounts.v2.Accounts.RecoveryStarted;
import theseus.module.accounts.v2.Accounts.Refused;
import theseus.module.accounts.v2.Accounts.RotateKeys;
import theseus.module.accounts.v2.Accounts.SetGuard;
import theseus.module.accounts.v2.Accounts.StartRecovery;
import theseus.protocol.SigningKey;
import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;
import theseus.testkit.Account;
import theseus.testkit.Chain;
import theseus.testkit.Specification;

class AccountsTest {
    private static final long DELAY = Accounts.MIN_DELAY_MILLIS;

    private final Account alice = Account.named("alice");
    private final Account guardian = Account.named("guardian");
    private final SigningKey phone = Account.key("phone");
    private final SigningKey laptop = Account.key("laptop");
    private final AccountKeys both = Account.keysOf(2, phone, laptop);
    private final Account rotated = alice.rotatedTo(both, phone, laptop);

    private final Chain chain = Chain.of(Accounts.class);

    @Test
    void theSpecificationIsWhatRuns() {
        Specification.check(Accounts.class, Path.of(""));
    }

    @Test
    void theNewKeysSignForThemselves() {
        KeysRotated event =
                chain.send(alice, new RotateKeys(both, proofs(alice.id(), both)))
                        .applied()
                        .event(KeysRotated.class);
        assertEquals(new KeysRotated(alice.id(), both), event);
        chain.send(rotated, new SetGuard(Guard.NONE)).applied();
    }

    @Test
    void anOldFormIsTakenAsItWas() {
        chain.send(alice, new Version1.RotateKeys(both)).applied();
        chain.send(rotated, new SetGuard(Guard.NONE)).applied();
    }

    @Test
    void aGuardAsksForProofsOfBothForms() {
        chain.send(alice, new SetGuard(new Guard(true, Optional.empty(), 0))).applied();
        chain.send(alice, new Version1.RotateKeys(both)).refused(Refused.PROOF_MISSING);
        chain.send(alice, new RotateKeys(both, List.of())).refused(Refused.PROOF_MISSING);
        chain.send(alice, new RotateKeys(both, proofs(alice.id(), both))).applied();
    }

    @Test
    void aGuardianRecoversAnAccountAfterTheDelay() {
        guarded();
        long due = chain.timeMillis() + Chain.BLOCK_INTERVAL.toMillis() + DELAY;
        assertEquals(
                new RecoveryStarted(alice.id(), guardian.id(), due),
                chain.send(guardian, recovery()).applied().event(RecoveryStarted.class));
        assertEquals(due, chain.query(new RecoveryOf(alice.id())).dueMillis());
        chain.advance(Duration.ofMillis(DELAY));
        chain.send(Account.named("anybody"), new CompleteRecovery(alice.id())).applied();
        chain.send(alice, new CancelRecovery()).rejected("KEYS_UNKNOWN");
        chain.send(rotated, new CancelRecovery()).refused(Refused.NO_RECOVERY);
    }

    @Test
    void theAccountObjects() {
        guarded();
        chain.send(guardian, recovery()).applied();
        chain.send(alice, new CancelRecovery()).applied();
        chain.send(guardian, recovery()).applied();
        chain.send(alice, new RotateKeys(both, proofs(alice.id(), both))).applied();
        chain.send(guardian, new CompleteRecovery(alice.id())).refused(Refused.NO_RECOVERY);
    }

    @Test
    void aGuardCanBeTakenAway() {
        guarded();
        chain.send(guardian, recovery()).applied();
        chain.send(alice, new SetGuard(Guard.NONE)).applied();
        assertEquals(Guard.NONE, chain.query(new GuardOf(alice.id())));
        chain.send(guardian, recovery()).refused(Refused.NOT_GUARDIAN);
        chain.refuses(new RecoveryOf(alice.id()), Refused.NO_RECOVERY);
    }

    // ---- one for each refusal ----

    @Test
    void asManyKeysSignAsTheThresholdAsks() {
        chain.send(alice, new RotateKeys(both, proofs(alice.id(), both).subList(0, 1)))
                .refused(Refused.PROOF_MISSING);
    }

    @Test
    void proofsAreOfTheNewKeysInOrder() {
        List<Proof> good = proofs(alice.id(), both);
        for (List<Proof> bad :
                List.of(
                        good.reversed(),
                        List.of(good.getFirst(), good.getFirst()),
                        List.of(good.getFirst(), new Proof(2, good.getLast().signature())),
                        List.of(good.getFirst(), new Proof(1, good.getFirst().signature())),
                        List.of(good.getFirst(), new Proof(1, Bytes.EMPTY)),
                        proofs(guardian.id(), both))) {
            chain.send(alice, new RotateKeys(both, bad)).refused(Refused.BAD_PROOF);
        }
    }

    @Test
    void nobodyIsTheirOwnGuardian() {
        guard(new Guard(false, Optional.of(alice.id()), DELAY), Refused.SELF_GUARD);
    }

    @Test
    void delaysHaveARange() {
        Optional<AccountId> someone = Optional.of(guardian.id());
        guard(new Guard(false, someone, DELAY - 1), Refused.DELAY_OUT_OF_RANGE);
        guard(new Guard(false, someone, Accounts.MAX_DELAY_MILLIS + 1), Refused.DELAY_OUT_OF_RANGE);
        guard(new Guard(false, Optional.empty(), DELAY), Refused.DELAY_OUT_OF_RANGE);
    }

    @Test
    void onlyTheGuardianRecovers() {
        chain.send(guardian, recovery()).refused(Refused.NOT_GUARDIAN);
        guarded();
        chain.send(Account.named("anybody"), recovery()).refused(Refused.NOT_GUARDIAN);
    }

    @Test
    void oneRecoveryAtATime() {
        guarded();
        chain.send(guardian, recovery()).applied();
        chain.send(guardian, recovery()).refused(Refused.RECOVERY_PENDING);
    }

    @Test
    void whatWasNotAnnouncedIsNeitherCancelledNorCompleted() {
        chain.send(alice, new CancelRecovery()).refused(Refused.NO_RECOVERY);
        chain.send(alice, new CompleteRecovery(alice.id())).refused(Refused.NO_RECOVERY);
    }

    @Test
    void aRecoveryWaits() {
        guarded();
        chain.send(guardian, recovery()).applied();
        chain.send(guardian, new CompleteRecovery(alice.id())).refused(Refused.RECOVERY_NOT_DUE);
    }

    private void guarded() {
        chain.send(alice, new SetGuard(new Guard(true, Optional.of(guardian.id()), DELAY)))
                .applied();
    }

    private void guard(Guard guard, Refused reason) {
        chain.send(alice, new SetGuard(guard)).refused(reason);
    }

    private StartRecovery recovery() {
        return new StartRecovery(alice.id(), both, proofs(alice.id(), both));
    }

    /** Of all keys, in their order among {@code next}. */
    private List<Proof> proofs(AccountId account, AccountKeys next) {
        List<Proof> proofs = new ArrayList<>();
        for (int i = 0; i < next.keys().size(); i++) {
            SigningKey signer = next.keys().get(i).equals(phone.publicKey()) ? phone : laptop;
            proofs.add(new Proof(i, signer.sign(Proof.content(account, next))));
        }
        return proofs;
    }
}
