package theseus.kernel;

import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.Limits;
import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;
import theseus.sdk.Change;
import theseus.sdk.PublicKey;

/** Checks and applies what modules propose to change in the kernel's own state. */
final class Proposals {
    private static final int ED25519_SIZE_BYTES = 32;
    private static final int P256_SIZE_BYTES = 33;

    private final Overlay overlay;
    private final Instances instances;
    private final AccountId sender;
    private final long height;
    private final long timeMillis;

    private Proposals(
            Overlay overlay, Instances instances, AccountId sender, long height, long timeMillis) {
        this.sender = sender;
        this.overlay = overlay;
        this.instances = instances;
        this.height = height;
        this.timeMillis = timeMillis;
    }

    /** Applies {@code change}, or says with which code it is refused. */
    static Optional<String> apply(Execution execution, Instance proposer, Change change) {
        if (!proposer.module().granted().contains(change.capability())) {
            return Optional.of(Codes.CAPABILITY_MISSING);
        }
        Optional<String> refusal =
                new Proposals(
                                execution.overlay(),
                                execution.instances(),
                                execution.setting().sender(),
                                execution.setting().height(),
                                execution.setting().timeMillis())
                        .apply(change);
        if (refusal.isEmpty()) {
            event(execution.overlay(), change).ifPresent(event -> execution.emit(event.toRecord()));
        }
        return refusal;
    }

    /** In gas: for the two that are dear, by what must be read, checked and written for them. */
    static long price(Execution execution, Change change) {
        return switch (change) {
            case Change.OpenPlan(Bytes plan, var _) ->
                    Gas.PLAN
                            + Gas.PLAN_BYTE * plan.size()
                            + Gas.PLAN_INSTANCE * execution.instances().all().size();
            case Change.StageChunk chunk ->
                    Gas.ARTIFACT_BYTE
                            * (chunk.content().size()
                                    + Staging.wholeBytes(
                                            execution.overlay(),
                                            execution.setting().sender(),
                                            chunk));
            case Change.SetBreaker _,
                    Change.ApprovePlan _,
                    Change.StopPlan _,
                    Change.SetParameters _,
                    Change.SetAccountKeys _,
                    Change.SetValidatorPower _ ->
                    0;
        };
    }

    /** What clients are told at once; how plans moved is told at the end of the block. */
    static Optional<KernelEvents> event(Overlay overlay, Change change) {
        return switch (change) {
            case Change.StageChunk chunk
                    when overlay.get(KernelTables.ARTIFACTS, KernelTables.key(chunk.artifact()))
                            .isPresent() ->
                    Optional.of(new KernelEvents.ArtifactStaged(chunk.artifact()));
            case Change.SetBreaker(var instance, var message, boolean open, String reason) ->
                    Optional.of(
                            new KernelEvents.BreakerSet(
                                    instance, message, open, Texts.reason(reason)));
            case Change.StageChunk _,
                    Change.OpenPlan _,
                    Change.ApprovePlan _,
                    Change.StopPlan _,
                    Change.SetParameters _,
                    Change.SetAccountKeys _,
                    Change.SetValidatorPower _ ->
                    Optional.empty();
        };
    }

    /** The same with the kernel's own authority: for what validators recover. */
    static Optional<String> applyPastModules(BlockContext block, Overlay overlay, Change change) {
        return new Proposals(
                        overlay,
                        block.instances(),
                        Staging.NOBODY,
                        block.height(),
                        block.timeMillis())
                .apply(change);
    }

    private Optional<String> apply(Change change) {
        return switch (change) {
            case Change.SetAccountKeys keys -> setKeys(overlay, keys);
            case Change.SetValidatorPower power -> setPower(overlay, power);
            case Change.StageChunk chunk -> Staging.add(overlay, sender, height, chunk);
            case Change.OpenPlan open ->
                    PlanOrders.open(ground(), overlay, height, open).map(PlanProblem::code);
            case Change.ApprovePlan approve ->
                    PlanOrders.approve(ground(), overlay, height, approve);
            case Change.StopPlan stop -> PlanOrders.stop(overlay, height, stop);
            case Change.SetParameters parameters -> ParameterChecks.set(overlay, parameters);
            case Change.SetBreaker breaker -> BreakerOrders.set(overlay, ground(), height, breaker);
        };
    }

    private PlanGround ground() {
        return new PlanGround(overlay, instances, timeMillis);
    }

    private static Optional<String> setKeys(Overlay overlay, Change.SetAccountKeys change) {
        if (!usable(change.keys())) {
            return Optional.of(Codes.KEY_UNUSABLE);
        }
        AccountRecord account = AccountRecord.read(overlay, change.account());
        overlay.put(
                KernelTables.ACCOUNTS,
                KernelTables.key(change.account()),
                account.withKeys(change.keys()).encode());
        return Optional.empty();
    }

    private static Optional<String> setPower(Overlay overlay, Change.SetValidatorPower change) {
        if (!usable(change.validator())) {
            return Optional.of(Codes.KEY_UNUSABLE);
        }
        Bytes key = KernelTables.key(change.validator());
        if (change.power() == 0) {
            boolean othersRemain = validators(overlay, 2).stream().anyMatch(r -> !isKey(r, key));
            if (!othersRemain) {
                return Optional.of(Codes.LAST_VALIDATOR);
            }
            overlay.remove(KernelTables.VALIDATORS, key);
            return Optional.empty();
        }
        if (overlay.get(KernelTables.VALIDATORS, key).isEmpty()
                && validators(overlay, Limits.MAX_VALIDATORS).size() >= Limits.MAX_VALIDATORS) {
            return Optional.of(Codes.TOO_MANY_VALIDATORS);
        }
        overlay.put(KernelTables.VALIDATORS, key, new ValidatorRecord(change.power()).encode());
        return Optional.empty();
    }

    private static List<Row> validators(Overlay overlay, int limit) {
        return overlay.range(KernelTables.VALIDATORS, Bytes.EMPTY, Optional.empty(), limit);
    }

    private static boolean isKey(Row row, Bytes key) {
        return row.key().equals(key);
    }

    private static boolean usable(AccountKeys keys) {
        return keys.keys().stream().allMatch(Proposals::usable);
    }

    /** Keys that could never verify would lock the account or the chain. */
    static boolean usable(PublicKey key) {
        return switch (key.algorithm()) {
            case PublicKey.ED25519 -> key.bytes().size() == ED25519_SIZE_BYTES;
            case PublicKey.P256 -> key.bytes().size() == P256_SIZE_BYTES;
            default -> false;
        };
    }
}
