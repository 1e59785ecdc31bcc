package theseus.module.accounts.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import theseus.protocol.SigningKey;
import theseus.sdk.AccountKeys;
import theseus.testkit.Account;
import theseus.testkit.Chain;
import theseus.testkit.Receipt;

/** Messages of version 1 have the same outcomes and events in both versions. */
class TwinTest {
    private static final int STEPS = 60;

    private final Chain before = Chain.of(theseus.module.accounts.Accounts.class);
    private final Chain after = Chain.of(Accounts.class);

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void oldMessagesDoWhatTheyDid(long seed) {
        Random random = new Random(seed);
        Account alice = Account.named("alice");
        Account now = alice;
        for (int step = 0; step < STEPS; step++) {
            SigningKey key = Account.key("key " + random.nextInt(5));
            AccountKeys next = AccountKeys.single(key.publicKey());
            Receipt old = before.send(now, new theseus.module.accounts.Accounts.RotateKeys(next));
            Receipt candidate = after.send(now, new Version1.RotateKeys(next));
            assertEquals(old.outcome(), candidate.outcome());
            assertEquals(
                    old.events(theseus.module.accounts.Accounts.KeysRotated.class).toString(),
                    candidate.events(Accounts.KeysRotated.class).toString());
            if (random.nextInt(4) > 0 && old.isApplied()) {
                now = alice.rotatedTo(next, key);
            }
        }
    }

    static List<Long> seeds() {
        return List.of(1L, 2L, Long.getLong("theseus.seed", System.nanoTime()));
    }
}
