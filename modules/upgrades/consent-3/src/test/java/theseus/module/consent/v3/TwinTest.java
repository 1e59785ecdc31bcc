package theseus.module.consent.v3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import theseus.protocol.RecordCodec;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.testkit.Account;
import theseus.testkit.Chain;
import theseus.testkit.QueryRefused;
import theseus.testkit.Receipt;

/** Messages of version 2 have the same outcomes and events in both versions. */
class TwinTest {
    private static final long HOUR = 60 * 60 * 1000L;
    private static final int STEPS = 100;

    private final List<Account> people =
            List.of(Account.named("a"), Account.named("b"), Account.named("c"));
    private final Chain before = Chain.of(theseus.module.consent.v2.Consent.class);
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
                        before.send(sender, new theseus.module.consent.v2.Consent.Revoke(id)),
                        after.send(sender, new Consent.Revoke(id)));
            } else {
                Hash id = new Hash(Account.named("grant " + random.nextInt(100)).id().bytes());
                ids.add(id);
                Account reader = people.get(random.nextInt(people.size()));
                List<Bytes> tags = tags(random);
                long from = before.timeMillis() + random.nextLong(-HOUR, HOUR);
                long until = before.timeMillis() + random.nextLong(-HOUR, 9 * HOUR);
                Bytes body = Bytes.ofUtf8("body");
                Use use =
                        random.nextBoolean()
                                ? new Use.Any()
                                : new Use.Only(List.of(Purpose.PAYMENT, Purpose.RESEARCH));
                Consent.Grant grant =
                        new Consent.Grant(id, reader.id(), tags, from, until, body, id, use);
                alike(
                        before.send(
                                sender,
                                RecordCodec.of(theseus.module.consent.v2.Consent.Grant.class)
                                        .decode(RecordCodec.encodeRecord(grant))),
                        after.send(sender, grant));
            }
            looksAlike(random);
            long pause = random.nextLong(1, HOUR);
            before.advance(Duration.ofMillis(pause));
            after.advance(Duration.ofMillis(pause));
        }
        assertEquals(before.routines(), after.routines());
    }

    /** The check that other modules call, for each purpose and for none. */
    private void looksAlike(Random random) {
        Account patient = people.get(random.nextInt(people.size()));
        Account reader = people.get(random.nextInt(people.size()));
        List<Bytes> tags = tags(random);
        assertEquals(
                asked(
                        () ->
                                before.query(
                                        new theseus.module.consent.v2.Consent.Check(
                                                patient.id(), reader.id(), tags))),
                asked(() -> after.query(new Consent.Check(patient.id(), reader.id(), tags))));
        for (Purpose purpose : Purpose.values()) {
            assertEquals(
                    asked(
                            () ->
                                    before.query(
                                            new theseus.module.consent.v2.Consent.CheckFor(
                                                    patient.id(),
                                                    reader.id(),
                                                    tags,
                                                    theseus.module.consent.v2.Purpose.values()[
                                                            purpose.ordinal()]))),
                    asked(
                            () ->
                                    after.query(
                                            new Consent.CheckFor(
                                                    patient.id(), reader.id(), tags, purpose))));
        }
    }

    private static String asked(Supplier<Object> question) {
        try {
            return question.get().toString();
        } catch (QueryRefused refused) {
            return refused.code();
        }
    }

    static List<Long> seeds() {
        return List.of(1L, 2L, Long.getLong("theseus.seed", System.nanoTime()));
    }

    private static void alike(Receipt old, Receipt now) {
        assertEquals(old.outcome(), now.outcome());
        assertEquals(
                old.events(theseus.module.consent.v2.Consent.Granted.class).toString(),
                now.events(Consent.Granted.class).toString());
        assertEquals(
                old.events(theseus.module.consent.v2.Consent.Revoked.class).toString(),
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
