package theseus.module.consent.v3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import theseus.module.consent.v3.Consent.BodyOf;
import theseus.module.consent.v3.Consent.Check;
import theseus.module.consent.v3.Consent.GrantOf;
import theseus.module.consent.v3.Consent.Granted;
import theseus.module.consent.v3.Consent.GrantsOf;
import theseus.module.consent.v3.Consent.Listed;
import theseus.module.consent.v3.Consent.Refused;
import theseus.module.consent.v3.Consent.Revoke;
import theseus.module.consent.v3.Consent.Revoked;
import theseus.module.consent.v3.Version1.Grant;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.testkit.Account;
import theseus.testkit.Chain;
import theseus.testkit.QueryRefused;
import theseus.testkit.Receipt;

/** What version 1 did, this one does: the tests of version 1, with its form of a grant. */
class AsVersion1Test {
    private static final long DAY = 24 * 60 * 60 * 1000L;
    private static final Bytes LABORATORY = tag(1);
    private static final Bytes IMAGING = tag(2);
    private static final Bytes ORDINARY = tag(3);
    private static final Bytes PSYCHIATRY = tag(4);
    private static final Bytes LAST_YEAR = tag(5);
    private static final Bytes THIS_YEAR = tag(6);
    private static final List<Bytes> RESULT = List.of(LABORATORY, ORDINARY, THIS_YEAR);

    private final Account patient = Account.named("patient");
    private final Account cardiologist = Account.named("cardiologist");
    private final Account other = Account.named("other");
    private final Chain chain = Chain.of(Consent.class);
    private final Grant grant = grant("grant", 0, chain.timeMillis() + 30 * DAY, RESULT);

    @Test
    void nothingIsAllowedAtFirst() {
        chain.refuses(check(RESULT), Refused.CONSENT_MISSING);
    }

    @Test
    void aGrantAllowsWhatItNames() {
        Receipt receipt = chain.send(patient, grant).applied();
        assertEquals(grant.grantId(), chain.query(check(RESULT)).grantId());
        assertEquals(
                new Granted(grant.grantId(), patient.id(), cardiologist.id(), grant.untilMillis()),
                receipt.event(Granted.class));
        assertEquals(grant.body(), chain.query(new BodyOf(grant.grantId())).body());
    }

    @Test
    void aGrantAllowsNobodyElse() {
        chain.send(patient, grant).applied();
        chain.refuses(new Check(patient.id(), other.id(), RESULT), Refused.CONSENT_MISSING);
        chain.refuses(new Check(other.id(), cardiologist.id(), RESULT), Refused.CONSENT_MISSING);
    }

    @Test
    void everyTagOfARecordMustBeGranted() {
        chain.send(patient, grant).applied();
        chain.refuses(check(List.of(IMAGING, ORDINARY, THIS_YEAR)), Refused.CONSENT_MISSING);
        chain.refuses(check(List.of(LABORATORY, ORDINARY, LAST_YEAR)), Refused.CONSENT_MISSING);
        chain.refuses(
                check(List.of(LABORATORY, ORDINARY, PSYCHIATRY, THIS_YEAR)),
                Refused.CONSENT_MISSING);
    }

    @Test
    void aRecordWithoutTagsIsNobodysToRead() {
        chain.send(patient, grant).applied();
        chain.refuses(check(List.of()), Refused.CONSENT_MISSING);
    }

    @Test
    void severalGrantsDoNotAddUp() {
        long until = grant.untilMillis();
        chain.send(patient, grant("laboratory", 0, until, List.of(LABORATORY, THIS_YEAR)))
                .applied();
        chain.send(patient, grant("ordinary", 0, until, List.of(ORDINARY, THIS_YEAR))).applied();
        chain.refuses(check(RESULT), Refused.CONSENT_MISSING);
    }

    @Test
    void aGrantBeginsAtItsTime() {
        chain.send(
                        patient,
                        grant(
                                "later",
                                chain.timeMillis() + DAY,
                                chain.timeMillis() + 2 * DAY,
                                RESULT))
                .applied();
        chain.refuses(check(RESULT), Refused.CONSENT_NOT_YET);
        chain.advance(Duration.ofMillis(DAY));
        chain.query(check(RESULT));
    }

    @Test
    void aGrantEndsAtItsTime() {
        chain.send(patient, grant).applied();
        chain.advance(Duration.ofMillis(grant.untilMillis() - chain.timeMillis() - 1));
        chain.query(check(RESULT));
        chain.advance(Duration.ofMillis(1));
        chain.refuses(check(RESULT), Refused.CONSENT_EXPIRED);
    }

    @Test
    void aRevokedGrantEndsAtOnce() {
        chain.send(patient, grant).applied();
        Receipt receipt = chain.send(patient, new Revoke(grant.grantId())).applied();
        chain.refuses(check(RESULT), Refused.CONSENT_REVOKED);
        chain.send(patient, new Revoke(grant.grantId())).refused(Refused.CONSENT_REVOKED);
        assertEquals(
                new Revoked(grant.grantId(), patient.id(), cardiologist.id()),
                receipt.event(Revoked.class));
    }

    @Test
    void oneGrantInForceSuffices() {
        chain.send(patient, grant).applied();
        chain.send(patient, grant("second", 0, grant.untilMillis(), RESULT)).applied();
        chain.send(patient, new Revoke(hash("second"))).applied();
        assertEquals(grant.grantId(), chain.query(check(RESULT)).grantId());
    }

    @Test
    void theNewestCoveringGrantSaysWhyNot() {
        chain.send(patient, grant).applied();
        chain.send(patient, grant("short", 0, chain.timeMillis() + DAY, RESULT)).applied();
        chain.send(patient, grant("imaging", 0, grant.untilMillis(), List.of(IMAGING))).applied();
        chain.send(patient, new Revoke(grant.grantId())).applied();
        chain.advance(Duration.ofMillis(DAY));
        chain.refuses(check(RESULT), Refused.CONSENT_EXPIRED);
    }

    @Test
    void tagsMustBeWellFormed() {
        List<Bytes> many = new ArrayList<>();
        for (int i = 0; i <= Consent.MAX_TAGS; i++) {
            many.add(tag(i / 256, i % 256));
        }
        for (List<Bytes> tags :
                List.of(
                        List.<Bytes>of(),
                        many,
                        List.of(Bytes.EMPTY),
                        List.of(IMAGING, LABORATORY),
                        List.of(IMAGING, IMAGING))) {
            chain.send(patient, grant("grant", 0, grant.untilMillis(), tags))
                    .refused(Refused.MALFORMED_TAGS);
        }
        chain.send(
                        patient,
                        grant("most", 0, grant.untilMillis(), many.subList(0, Consent.MAX_TAGS)))
                .applied();
    }

    @Test
    void aGrantMustHaveTimeLeft() {
        long now = chain.timeMillis();
        chain.send(patient, grant("over", 0, now, RESULT)).refused(Refused.PERIOD_EMPTY);
        chain.send(patient, grant("empty", now + DAY, now + DAY, RESULT))
                .refused(Refused.PERIOD_EMPTY);
    }

    @Test
    void bodiesHaveABound() {
        Bytes body = Bytes.of(new byte[Consent.MAX_BODY_BYTES + 1]);
        chain.send(
                        patient,
                        new Grant(
                                hash("grant"),
                                cardiologist.id(),
                                RESULT,
                                0,
                                grant.untilMillis(),
                                body,
                                hash("keys")))
                .refused(Refused.BODY_TOO_LARGE);
    }

    @Test
    void grantIdsAreTakenOnce() {
        chain.send(patient, grant).applied();
        chain.send(patient, grant).refused(Refused.GRANT_EXISTS);
        chain.send(other, grant).refused(Refused.GRANT_EXISTS);
    }

    @Test
    void aReaderHasABoundedNumberOfGrants() {
        for (int i = 0; i < Consent.MAX_GRANTS_PER_READER; i++) {
            chain.send(patient, grant("grant " + i, 0, grant.untilMillis(), RESULT)).applied();
        }
        chain.send(patient, grant).refused(Refused.TOO_MANY_GRANTS);
        chain.send(patient, new Revoke(hash("grant 3"))).applied();
        chain.send(patient, grant).applied();
        chain.send(patient, grant("more", 0, grant.untilMillis(), RESULT))
                .refused(Refused.TOO_MANY_GRANTS);
    }

    @Test
    void whatIsNotThereIsNotRevoked() {
        chain.send(patient, new Revoke(hash("nothing"))).refused(Refused.UNKNOWN_GRANT);
        chain.refuses(new GrantOf(hash("nothing")), Refused.UNKNOWN_GRANT);
        chain.refuses(new BodyOf(hash("nothing")), Refused.UNKNOWN_GRANT);
    }

    @Test
    void onlyThePatientRevokes() {
        chain.send(patient, grant).applied();
        chain.send(cardiologist, new Revoke(grant.grantId())).refused(Refused.NOT_PATIENT);
    }

    @Test
    void grantsOfAPatientCanBePaged() {
        TreeSet<Hash> ids = new TreeSet<>();
        for (int i = 0; i < 5; i++) {
            chain.send(patient, grant("grant " + i, 0, grant.untilMillis(), RESULT)).applied();
            ids.add(hash("grant " + i));
        }
        List<Hash> seen = new ArrayList<>();
        Optional<Hash> after = Optional.empty();
        for (int page = 0; page < 3; page++) {
            for (Listed listed : chain.query(new GrantsOf(patient.id(), after, 2)).grants()) {
                seen.add(listed.grantId());
                after = Optional.of(listed.grantId());
            }
        }
        assertEquals(List.copyOf(ids), seen);
    }

    @Test
    void pagesHaveARange() {
        chain.refuses(new GrantsOf(patient.id(), Optional.empty(), 0), Refused.LIMIT_OUT_OF_RANGE);
        chain.refuses(
                new GrantsOf(patient.id(), Optional.empty(), Consent.MAX_PAGE + 1),
                Refused.LIMIT_OUT_OF_RANGE);
    }

    /** Allowed exactly when a model that looks at every grant ever made says so. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aCheckAgreesWithTheModel(long seed) {
        Random random = new Random(seed);
        List<Grant> made = new ArrayList<>();
        TreeSet<Hash> revoked = new TreeSet<>();
        for (int step = 0; step < 60; step++) {
            if (!made.isEmpty() && random.nextInt(3) == 0) {
                Hash which = made.get(random.nextInt(made.size())).grantId();
                boolean first = revoked.add(which);
                assertEquals(first, chain.send(patient, new Revoke(which)).isApplied());
            } else {
                long from = chain.timeMillis() + random.nextLong(-DAY, DAY);
                long until = chain.timeMillis() + random.nextLong(2 * DAY, 4 * DAY);
                Grant next = grant("grant " + step, from, until, someTags(random));
                if (chain.send(patient, next).isApplied()) {
                    made.add(next);
                }
            }
            chain.advance(Duration.ofMillis(random.nextLong(1, DAY)));
            List<Bytes> wanted = someTags(random);
            boolean allowed = false;
            for (Grant one : made) {
                allowed |=
                        one.tags().containsAll(wanted)
                                && !revoked.contains(one.grantId())
                                && chain.timeMillis() >= one.fromMillis()
                                && chain.timeMillis() < one.untilMillis();
            }
            assertEquals(allowed, isAllowed(wanted));
        }
        assertEquals(List.of(), chain.blocks(10).routines());
    }

    static List<Long> seeds() {
        return List.of(1L, 2L, 3L, 4L, System.nanoTime());
    }

    private static List<Bytes> someTags(Random random) {
        TreeSet<Bytes> tags = new TreeSet<>();
        for (int i = 0; i < 3; i++) {
            tags.add(tag(random.nextInt(4)));
        }
        return List.copyOf(tags);
    }

    private boolean isAllowed(List<Bytes> tags) {
        try {
            chain.query(check(tags));
            return true;
        } catch (QueryRefused refused) {
            return false;
        }
    }

    private Check check(List<Bytes> tags) {
        return new Check(patient.id(), cardiologist.id(), tags);
    }

    private Grant grant(String name, long from, long until, List<Bytes> tags) {
        return new Grant(
                hash(name),
                cardiologist.id(),
                tags,
                from,
                until,
                Bytes.ofUtf8("encrypted"),
                hash("keys"));
    }

    private static Bytes tag(int... first) {
        byte[] tag = new byte[Tags.SIZE_BYTES];
        for (int i = 0; i < first.length; i++) {
            tag[i] = (byte) first[i];
        }
        return Bytes.of(tag);
    }

    private static Hash hash(String name) {
        return new Hash(Account.named(name).id().bytes());
    }
}
