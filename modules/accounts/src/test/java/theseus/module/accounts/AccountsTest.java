package theseus.module.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import theseus.module.accounts.Accounts.KeysRotated;
import theseus.module.accounts.Accounts.RotateKeys;
import theseus.protocol.SigningKey;
import theseus.sdk.AccountKeys;
import theseus.testkit.Account;
import theseus.testkit.Chain;
import theseus.testkit.Specification;

class AccountsTest {
    private final Account alice = Account.named("alice");
    private final SigningKey phone = Account.key("phone");
    private final SigningKey laptop = Account.key("laptop");
    private final AccountKeys both = Account.keysOf(2, phone, laptop);

    private final Chain chain = Chain.of(Accounts.class);

    @Test
    void theSpecificationIsWhatRuns() {
        Specification.check(Accounts.class, Path.of(""));
    }

    @Test
    void theNewKeysSignFromTheNextTransactionOn() {
        KeysRotated rotated =
                chain.send(alice, new RotateKeys(both)).applied().event(KeysRotated.class);
        assertEquals(new KeysRotated(alice.id(), both), rotated);

        Account later = alice.rotatedTo(both, phone, laptop);
        chain.send(later, new RotateKeys(alice.keys())).applied();
    }

    @Test
    void theOldKeysSignNoMore() {
        chain.send(alice, new RotateKeys(both)).applied();
        chain.send(alice, new RotateKeys(both)).rejected("KEYS_UNKNOWN");
    }

    @Test
    void theNewThresholdCounts() {
        chain.send(alice, new RotateKeys(both)).applied();
        chain.send(alice.rotatedTo(both, phone), new RotateKeys(both)).rejected("BAD_SIGNATURE");
    }
}
