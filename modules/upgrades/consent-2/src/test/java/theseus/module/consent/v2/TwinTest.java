package theseus.module.consent.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.Message;
import theseus.testkit.Account;
import theseus.testkit.Chain;
import theseus.testkit.Receipt;

/** Messages of version 1 have the same outcomes and events in both versions. */
class TwinTest {
    private static final long HOUR = 60 * 60 * 1000L;
    private static final int STEPS = 150;

    private final List<Account> people =
            List.of(Account.named("a"), Account.named("b"), Account.named("c"));
    private final Chain before = Chain.of(theseus.module.consent.Consent.class);
    private final Chain after = Chain.of(Consent.class);

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void oldMessagesDoWhatTheyDid(long seed) {
        Random random = new Random(seed);
        List<Hash> ids = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            Account sender = people.get(random.nextInt(people.size()));
            if (!ids.isEmpty() && random.nextInt(3) == 0) {
                Hash id = ids.get(random.nextInt(ids.size()));
                alike(
                        before.send(sender, new theseus.module.consent.Consent.Revoke(id)),
                        after.send(sender, new Consent.Revoke(id)));
            } else {
                Hash id = new Hash(Account.named("grant " + random.nextInt(100)).id().bytes());
                ids.add(id);
                Account reader = people.get(random.nextInt(people.size()));
                List<Bytes> tags = tags(random);
                long from = before.timeMillis() + random.nextLong(-HOUR, HOUR);
                long until = before.timeMillis() + random.nextLong(-HOUR, 9 * HOUR);
                Bytes body = Bytes.ofUtf8("body");
                Message old =
                        new theseus.module.consent.Consent.Grant(
                                id, reader.id(), tags, from, until, body, id);
                alike(
                        before.send(sender, old),
                        after.send(
                                sender,
                                new Version1.Grant(id, reader.id(), tags, from, until, body, id)));
            }
            long pause = random.nextLong(1, HOUR);
            before.advance(Duration.ofMillis(pause));
            after.advance(Duration.ofMillis(pause));
        }
        assertEquals(before.routines(), after.routines());
    }

    static List<Long> seeds() {
        return List.of(1L, 2L, Long.getLong("theseus.seed", System.nanoTime()));
    }

    private static void alike(Receipt old, Receipt now) {
        assertEquals(old.outcome(), now.outcome());
        assertEquals(
                old.events(theseus.module.consent.Consent.Granted.class).toString(),
                now.events(Consent.Granted.class).toString());
        assertEquals(
                old.events(theseus.module.consent.Consent.Revoked.class).toString(),
                now.events(Consent.Revoked.class).toString());
    }

    private static List<Bytes> tags(Random random) {
        TreeSet<Bytes> tags = new TreeSet<>();
        for (int i = 0; i < 2; i++) {
            byte[] tag = new byte[Tags.SIZE_BYTES];
            tag[0] = (byte) random.nextInt(3);
            tags.add(Bytes.of(tag));
        }
        return List.copyOf(tags);
    }
}
