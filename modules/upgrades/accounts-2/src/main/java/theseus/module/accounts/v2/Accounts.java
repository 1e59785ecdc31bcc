package theseus.module.accounts.v2;

import java.util.List;
import java.util.Optional;
import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;
import theseus.sdk.Capability;
import theseus.sdk.Change;
import theseus.sdk.Context;
import theseus.sdk.Definition;
import theseus.sdk.Event;
import theseus.sdk.Form;
import theseus.sdk.Message;
import theseus.sdk.Module;
import theseus.sdk.ModuleInfo;
import theseus.sdk.Query;
import theseus.sdk.Refusal;
import theseus.sdk.Table;
import theseus.sdk.View;

/**
 * Lets an account replace the keys that sign for it, once the new ones have shown that somebody
 * holds them, and lets a guardian do it for an account whose keys are lost. See README.md.
 */
@ModuleInfo(name = "accounts", version = "2.0.0")
public final class Accounts implements Module {
    public static final long MIN_DELAY_MILLIS = 60 * 60 * 1000L;
    public static final long MAX_DELAY_MILLIS = 90 * 24 * 60 * 60 * 1000L;

    // ---- messages ----

    /**
     * From the next transaction on, {@code keys} sign for the sender and the present ones do not.
     *
     * @param proofs signatures of as many of the new keys as the new threshold asks, by their
     *     places ascending; none only in an account whose guard does not ask for them
     */
    @Form(2)
    public record RotateKeys(AccountKeys keys, List<Proof> proofs) implements Message {}

    /** Sets what protects the sender's account, in the place of what did. */
    public record SetGuard(Guard guard) implements Message {}

    /** Announces other keys for {@code account}; only its guardian may. */
    public record StartRecovery(AccountId account, AccountKeys keys, List<Proof> proofs)
            implements Message {}

    /** The keys were not lost: takes back what the guardian announced for the sender. */
    public record CancelRecovery() implements Message {}

    /** Makes the announced keys those of {@code account} once the delay is over; anybody may. */
    public record CompleteRecovery(AccountId account) implements Message {}

    // ---- events ----

    public record KeysRotated(AccountId account, AccountKeys keys) implements Event {}

    public record GuardSet(AccountId account, Guard guard) implements Event {}

    public record RecoveryStarted(AccountId account, AccountId guardian, long dueMillis)
            implements Event {}

    public record RecoveryCancelled(AccountId account) implements Event {}

    // ---- refusals ----

    public enum Refused implements Refusal {
        /** Fewer of the new keys signed than the new threshold asks. */
        PROOF_MISSING,
        /** A proof is not in order, or its signature is not valid. */
        BAD_PROOF,
        /** An account is not its own guardian. */
        SELF_GUARD,
        /** A guardian's delay is {@link #MIN_DELAY_MILLIS} to {@link #MAX_DELAY_MILLIS}. */
        DELAY_OUT_OF_RANGE,
        /** The sender is not the account's guardian. */
        NOT_GUARDIAN,
        /** Other keys are announced for the account. */
        RECOVERY_PENDING,
        /** No keys are announced for the account. */
        NO_RECOVERY,
        /** The delay is not over. */
        RECOVERY_NOT_DUE
    }

    // ---- queries ----

    public record GuardOf(AccountId account) implements Query<Guard> {}

    public record RecoveryOf(AccountId account) implements Query<Recovery> {}

    // ---- tables ----

    /**
     * What protects an account.
     *
     * @param proofRequired whether keys without proof are refused, in form 1 too
     * @param guardian who may announce other keys
     * @param delayMillis what must pass until they count; without a guardian 0
     */
    public record Guard(boolean proofRequired, Optional<AccountId> guardian, long delayMillis) {
        static final Guard NONE = new Guard(false, Optional.empty(), 0);
    }

    /** Keys that a guardian announced. */
    public record Recovery(AccountId guardian, AccountKeys keys, long dueMillis) {}

    private final Table<AccountId, Guard> guards = Table.of("guards", AccountId.class, Guard.class);
    private final Table<AccountId, Recovery> recoveries =
            Table.of("recoveries", AccountId.class, Recovery.class);

    @Override
    public void define(Definition module) {
        module.needs(Capability.ACCOUNTS)
                .table(guards)
                .table(recoveries)
                .handles(RotateKeys.class, this::rotateKeys)
                .upMessage(Version1.RotateKeys.class, RotateKeys.class, Version1::up)
                .handles(SetGuard.class, this::setGuard)
                .handles(StartRecovery.class, this::startRecovery)
                .canaryKey(StartRecovery.class, message -> message.account().bytes())
                .handles(CancelRecovery.class, this::cancelRecovery)
                .handles(CompleteRecovery.class, this::completeRecovery)
                .canaryKey(CompleteRecovery.class, message -> message.account().bytes())
                .answers(GuardOf.class, Guard.class, (view, query) -> guard(view, query.account()))
                .answers(RecoveryOf.class, Recovery.class, this::recoveryOf);
    }

    private void rotateKeys(Context context, RotateKeys message) {
        AccountId account = context.sender();
        if (guard(context, account).proofRequired() || !message.proofs().isEmpty()) {
            Proof.require(context, account, message.keys(), message.proofs());
        }
        rotate(context, account, message.keys());
    }

    private void setGuard(Context context, SetGuard message) {
        Guard guard = message.guard();
        AccountId account = context.sender();
        if (guard.guardian().isPresent()) {
            context.require(!guard.guardian().get().equals(account), Refused.SELF_GUARD);
        }
        long least = guard.guardian().isPresent() ? MIN_DELAY_MILLIS : 0;
        long most = guard.guardian().isPresent() ? MAX_DELAY_MILLIS : 0;
        context.require(
                guard.delayMillis() >= least && guard.delayMillis() <= most,
                Refused.DELAY_OUT_OF_RANGE);
        context.remove(recoveries, account);
        if (guard.equals(Guard.NONE)) {
            context.remove(guards, account);
        } else {
            context.put(guards, account, guard);
        }
        context.emit(new GuardSet(account, guard));
    }

    private void startRecovery(Context context, StartRecovery message) {
        Guard guard = guard(context, message.account());
        context.require(
                guard.guardian().isPresent() && guard.guardian().get().equals(context.sender()),
                Refused.NOT_GUARDIAN);
        context.require(
                context.get(recoveries, message.account()).isEmpty(), Refused.RECOVERY_PENDING);
        Proof.require(context, message.account(), message.keys(), message.proofs());
        long dueMillis = context.timeMillis() + guard.delayMillis();
        context.put(
                recoveries,
                message.account(),
                new Recovery(context.sender(), message.keys(), dueMillis));
        context.emit(new RecoveryStarted(message.account(), context.sender(), dueMillis));
    }

    private void cancelRecovery(Context context, CancelRecovery message) {
        context.get(recoveries, context.sender(), Refused.NO_RECOVERY);
        context.remove(recoveries, context.sender());
        context.emit(new RecoveryCancelled(context.sender()));
    }

    private void completeRecovery(Context context, CompleteRecovery message) {
        Recovery recovery = context.get(recoveries, message.account(), Refused.NO_RECOVERY);
        context.require(context.timeMillis() >= recovery.dueMillis(), Refused.RECOVERY_NOT_DUE);
        rotate(context, message.account(), recovery.keys());
    }

    /** Whoever rotates has the keys: what a guardian announced is of no use any more. */
    private void rotate(Context context, AccountId account, AccountKeys keys) {
        context.propose(new Change.SetAccountKeys(account, keys));
        if (context.get(recoveries, account).isPresent()) {
            context.remove(recoveries, account);
        }
        context.emit(new KeysRotated(account, keys));
    }

    private Guard guard(View view, AccountId account) {
        return view.get(guards, account).orElse(Guard.NONE);
    }

    private Recovery recoveryOf(View view, RecoveryOf query) {
        return view.get(recoveries, query.account(), Refused.NO_RECOVERY);
    }
}
