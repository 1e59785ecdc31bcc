package theseus.module.validators;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import theseus.module.validators.Validators.Authority;
import theseus.module.validators.Validators.Genesis;
import theseus.module.validators.Validators.History;
import theseus.module.validators.Validators.HistoryOf;
import theseus.module.validators.Validators.PowerSet;
import theseus.module.validators.Validators.Refused;
import theseus.module.validators.Validators.SetPower;
import theseus.module.validators.Validators.Setting;
import theseus.sdk.Change;
import theseus.sdk.PublicKey;
import theseus.testkit.Account;
import theseus.testkit.Chain;
import theseus.testkit.Receipt;
import theseus.testkit.Specification;

class ValidatorsTest {
    private final Account authority = Account.named("authority");
    private final PublicKey key = Account.key("newcomer").publicKey();
    private final Chain chain = Chain.of(Validators.class, new Genesis(authority.id()));

    @Test
    void theSpecificationIsWhatRuns() {
        Specification.check(Validators.class, Path.of(""));
    }

    @Test
    void theAuthoritySetsAPower() {
        Receipt receipt = chain.send(authority, new SetPower(key, 7)).applied();
        assertEquals(new PowerSet(key, 7), receipt.event(PowerSet.class));
        assertEquals(List.of(new Change.SetValidatorPower(key, 7)), chain.validatorUpdates());
        assertEquals(authority.id(), chain.query(new Authority()).authority());
    }

    @Test
    void historyKeepsEverySettingInOrder() {
        for (long power = 1; power <= 5; power++) {
            chain.send(authority, new SetPower(key, power)).applied();
        }
        History history = chain.query(new HistoryOf(1, 2));
        assertEquals(5, history.total());
        assertEquals(
                List.of(
                        new Setting(key, 2, 2, chain.timeMillis() - 3000),
                        new Setting(key, 3, 3, chain.timeMillis() - 2000)),
                history.settings());
    }

    @Test
    void anybodyElseIsRefused() {
        chain.send(Account.named("somebody"), new SetPower(key, 7)).refused(Refused.NOT_AUTHORITY);
    }

    @Test
    void powersHaveARange() {
        long most = Change.SetValidatorPower.MAX_POWER;
        chain.send(authority, new SetPower(key, -1)).refused(Refused.POWER_OUT_OF_RANGE);
        chain.send(authority, new SetPower(key, most + 1)).refused(Refused.POWER_OUT_OF_RANGE);
    }

    @Test
    void pagesHaveARange() {
        chain.refuses(new HistoryOf(0, 0), Refused.LIMIT_OUT_OF_RANGE);
    }
}
