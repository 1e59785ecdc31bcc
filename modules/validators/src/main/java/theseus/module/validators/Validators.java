package theseus.module.validators;

import java.util.ArrayList;
import java.util.List;
import theseus.sdk.AccountId;
import theseus.sdk.Capability;
import theseus.sdk.Change;
import theseus.sdk.Context;
import theseus.sdk.Definition;
import theseus.sdk.Entry;
import theseus.sdk.Event;
import theseus.sdk.Message;
import theseus.sdk.Module;
import theseus.sdk.ModuleInfo;
import theseus.sdk.PublicKey;
import theseus.sdk.Query;
import theseus.sdk.Refusal;
import theseus.sdk.Singleton;
import theseus.sdk.Sum;
import theseus.sdk.Table;
import theseus.sdk.View;

/**
 * Lets one authority account set the voting powers of validators, and keeps the history of what it
 * set. Governance takes the authority's place later. See README.md.
 */
@ModuleInfo(name = "validators", version = "1.0.0")
public final class Validators implements Module {

    // ---- genesis ----

    public record Genesis(AccountId authority) {}

    // ---- messages ----

    /** From the next block on {@code validator} votes with {@code power}; 0 removes it. */
    public record SetPower(PublicKey validator, long power) implements Message {}

    // ---- events ----

    public record PowerSet(PublicKey validator, long power) implements Event {}

    // ---- refusals ----

    public enum Refused implements Refusal {
        /** The sender is not the authority of genesis. */
        NOT_AUTHORITY,
        /** A power is 0 to {@link Change.SetValidatorPower#MAX_POWER}. */
        POWER_OUT_OF_RANGE,
        /** A page has 1 to {@link View#MAX_RANGE} entries. */
        LIMIT_OUT_OF_RANGE
    }

    // ---- queries ----

    public record Authority() implements Query<Genesis> {}

    /** The powers that were set, from number {@code from} on, the oldest first. */
    public record HistoryOf(long from, int limit) implements Query<History> {}

    public record History(long total, List<Setting> settings) {}

    // ---- tables ----

    /** A power as it was set; settings are numbered from 0. */
    public record Setting(PublicKey validator, long power, long height, long timeMillis) {}

    private final Table<Singleton, Genesis> authority =
            Table.of("authority", Singleton.class, Genesis.class);
    private final Table<Long, Setting> history = Table.of("history", Long.class, Setting.class);
    private final Sum<Long, Setting> count = Sum.of("count", history, setting -> 1);

    @Override
    public void define(Definition module) {
        module.needs(Capability.VALIDATORS)
                .table(authority)
                .table(history)
                .sum(count)
                .genesis(Genesis.class, this::genesis)
                .handles(SetPower.class, this::setPower)
                .answers(Authority.class, Genesis.class, this::authority)
                .answers(HistoryOf.class, History.class, this::historyOf);
    }

    private void genesis(Context context, Genesis genesis) {
        context.put(authority, Singleton.KEY, genesis);
    }

    private void setPower(Context context, SetPower message) {
        context.require(
                context.sender().equals(authority(context).authority()), Refused.NOT_AUTHORITY);
        context.require(
                message.power() >= 0 && message.power() <= Change.SetValidatorPower.MAX_POWER,
                Refused.POWER_OUT_OF_RANGE);
        context.propose(new Change.SetValidatorPower(message.validator(), message.power()));
        context.put(
                history,
                context.total(count),
                new Setting(
                        message.validator(),
                        message.power(),
                        context.height(),
                        context.timeMillis()));
        context.emit(new PowerSet(message.validator(), message.power()));
    }

    private Genesis authority(View view, Authority query) {
        return authority(view);
    }

    private Genesis authority(View view) {
        return view.get(authority, Singleton.KEY).get();
    }

    private History historyOf(View view, HistoryOf query) {
        view.require(
                query.limit() > 0 && query.limit() <= View.MAX_RANGE, Refused.LIMIT_OUT_OF_RANGE);
        List<Setting> settings = new ArrayList<>();
        for (Entry<Long, Setting> entry :
                view.range(history, query.from(), Long.MAX_VALUE, query.limit())) {
            settings.add(entry.value());
        }
        return new History(view.total(count), settings);
    }
}
