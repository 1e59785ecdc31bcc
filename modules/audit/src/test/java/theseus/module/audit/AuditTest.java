package theseus.module.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import theseus.module.audit.Audit.Access;
import theseus.module.audit.Audit.AccessOf;
import theseus.module.audit.Audit.Accessed;
import theseus.module.audit.Audit.AuditHead;
import theseus.module.audit.Audit.AuditOf;
import theseus.module.audit.Audit.Head;
import theseus.module.audit.Audit.Last;
import theseus.module.audit.Audit.Listed;
import theseus.module.audit.Audit.Logged;
import theseus.module.audit.Audit.Refused;
import theseus.module.consent.Consent;
import theseus.module.records.Records;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.testkit.Account;
import theseus.testkit.Chain;
import theseus.testkit.Receipt;
import theseus.testkit.Specification;

class AuditTest {
    private static final long DAY = 24 * 60 * 60 * 1000L;
    private static final Hash RECORD = hash("record");
    private static final Hash IMAGE = hash("image");
    private static final Hash GRANT = hash("grant");

    private final Account clinic = Account.named("clinic");
    private final Account patient = Account.named("patient");
    private final Account reader = Account.named("cardiologist");
    private final Chain chain =
            Chain.with("records", Records.class)
                    .with("consent", Consent.class)
                    .with("audit", Audit.class)
                    .start();

    @BeforeEach
    void twoRecordsAndAGrantForOne() {
        commit(RECORD, patient, tag(1));
        commit(IMAGE, patient, tag(2));
        chain.send(patient, grant(GRANT, chain.timeMillis() + 30 * DAY, List.of(tag(1)))).applied();
    }

    @Test
    void theSpecificationIsWhatRuns() {
        Specification.check(Audit.class, Path.of(""));
    }

    @Test
    void anAccessUnderConsentIsLogged() {
        Receipt receipt = access(reader, RECORD).applied();
        Last last = chain.query(new AccessOf(reader.id(), RECORD));
        assertEquals(patient.id(), last.patient());
        assertEquals(1, last.number());
        assertEquals(chain.timeMillis(), last.timeMillis());
        assertEquals(
                new Accessed(patient.id(), 1, reader.id(), RECORD, Optional.of(GRANT)),
                receipt.event(Accessed.class));
        assertEquals(Optional.of(GRANT), log().getFirst().access().grantId());
    }

    @Test
    void thePatientReadsWithoutAGrantAndIsLoggedToo() {
        access(patient, IMAGE).applied();
        assertEquals(Optional.empty(), log().getFirst().access().grantId());
    }

    @Test
    void theLastAccessIsTheOneThatCounts() {
        access(reader, RECORD).applied();
        access(patient, RECORD).applied();
        access(reader, RECORD).applied();
        assertEquals(3, chain.query(new AccessOf(reader.id(), RECORD)).number());
        assertEquals(3, head().count());
    }

    @Test
    void aPatientWithoutAccessesHasAnEmptyChain() {
        assertEquals(new Head(0, Hash.ZERO), head());
        assertEquals(List.of(), log());
    }

    @Test
    void whatConsentRefusesIsRefused() {
        access(reader, IMAGE).refused("CONSENT_MISSING");
        access(clinic, RECORD).refused("CONSENT_MISSING");
        chain.advance(Duration.ofDays(30));
        access(reader, RECORD).refused("CONSENT_EXPIRED");
        assertEquals(0, head().count());
    }

    @Test
    void aRevokedGrantOpensNothing() {
        access(reader, RECORD).applied();
        chain.send(patient, new Consent.Revoke(GRANT)).applied();
        access(reader, RECORD).refused("CONSENT_REVOKED");
        assertEquals(1, head().count());
    }

    @Test
    void whatRecordsRefusesIsRefused() {
        access(reader, hash("nothing")).refused("UNKNOWN_RECORD");
        chain.send(patient, new Records.Erase(RECORD)).applied();
        access(reader, RECORD).refused("RECORD_ERASED");
        access(patient, RECORD).refused("RECORD_ERASED");
    }

    @Test
    void anAccessNamesTheRecordsPatient() {
        Account other = Account.named("other");
        chain.send(reader, new Access(other.id(), RECORD)).refused(Refused.PATIENT_MISMATCH);
        chain.send(reader, new Access(reader.id(), RECORD)).refused(Refused.PATIENT_MISMATCH);
    }

    @Test
    void noAccessIsNoAnswer() {
        chain.refuses(new AccessOf(reader.id(), RECORD), Refused.NO_ACCESS);
    }

    @Test
    void pagesHaveARange() {
        chain.refuses(new AuditOf(patient.id(), 1, 0), Refused.LIMIT_OUT_OF_RANGE);
        chain.refuses(new AuditOf(patient.id(), 1, Audit.MAX_PAGE + 1), Refused.LIMIT_OUT_OF_RANGE);
    }

    /** What an access costs must not depend on what the patient did before. */
    @Test
    void anAccessIsBoundedHoweverManyGrantsThereAre() {
        List<Bytes> tags = new ArrayList<>();
        for (int i = 0; i < Consent.MAX_TAGS; i++) {
            tags.add(tag(i == 0 ? 2 : 3, i));
        }
        for (int i = 0; i < Consent.MAX_GRANTS_PER_READER; i++) {
            long until = chain.timeMillis() + 30 * DAY;
            chain.send(patient, grant(hash("large " + i), until, tags)).applied();
            chain.send(patient, new Consent.Revoke(hash("large " + i))).applied();
        }
        long gas = access(reader, IMAGE).refused("CONSENT_REVOKED").gasUsed();
        assertTrue(gas < 1_500_000, "gas " + gas);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theHeadProvesTheWholeLog(long seed) {
        Random random = new Random(seed);
        Account other = Account.named("other patient");
        Hash foreign = hash("foreign");
        commit(foreign, other, tag(1));
        int expected = 0;
        for (int step = 0; step < 40; step++) {
            switch (random.nextInt(4)) {
                case 0 -> chain.send(other, new Access(other.id(), foreign)).applied();
                case 1 -> access(reader, IMAGE).refused("CONSENT_MISSING");
                case 2 -> {
                    access(patient, random.nextBoolean() ? RECORD : IMAGE).applied();
                    expected++;
                }
                default -> {
                    access(reader, RECORD).applied();
                    expected++;
                }
            }
        }
        Head head = head();
        assertEquals(expected, head.count());
        assertEquals(head, recomputed(pages(1 + random.nextInt(10))));
        assertEquals(List.of(), chain.blocks(10).routines());
    }

    static List<Long> seeds() {
        return List.of(1L, 2L, 3L, 4L, System.nanoTime());
    }

    private List<Listed> pages(int size) {
        List<Listed> all = new ArrayList<>();
        List<Listed> page;
        do {
            page = chain.query(new AuditOf(patient.id(), all.size() + 1L, size)).accesses();
            all.addAll(page);
        } while (!page.isEmpty());
        return all;
    }

    /** The chain as a patient's wallet recomputes it from the specification. */
    private Head recomputed(List<Listed> log) {
        Hash hash = Hash.ZERO;
        long count = 0;
        for (Listed listed : log) {
            Logged access = listed.access();
            assertEquals(++count, listed.number());
            assertEquals(hash, access.previous());
            ByteBuffer content = ByteBuffer.allocate(1000);
            content.put(Bytes.ofUtf8("theseus/audit/1").toArray());
            content.put(patient.id().bytes().toArray()).putLong(count);
            content.put(access.reader().bytes().toArray());
            content.put(access.recordId().bytes().toArray());
            content.put(access.grantId().map(id -> id.bytes().toArray()).orElse(new byte[32]));
            content.putLong(access.height()).putLong(access.timeMillis());
            content.put(hash.bytes().toArray());
            hash = sha256(Bytes.of(content.array(), 0, content.position()));
        }
        return new Head(count, hash);
    }

    private static Hash sha256(Bytes content) {
        try {
            return new Hash(
                    Bytes.of(MessageDigest.getInstance("SHA-256").digest(content.toArray())));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private void commit(Hash id, Account of, Bytes tag) {
        Records.Commitment commitment =
                new Records.Commitment(
                        id,
                        of.id(),
                        1,
                        Optional.empty(),
                        List.of(tag),
                        hash("content"),
                        hash("ciphertext"),
                        hash("key"));
        chain.send(clinic, new Records.CommitRecords(List.of(commitment))).applied();
    }

    private Consent.Grant grant(Hash id, long until, List<Bytes> tags) {
        return new Consent.Grant(id, reader.id(), tags, 0, until, Bytes.EMPTY, hash("keys"));
    }

    private static Bytes tag(int... first) {
        byte[] tag = new byte[16];
        for (int i = 0; i < first.length; i++) {
            tag[i] = (byte) first[i];
        }
        return Bytes.of(tag);
    }

    private static Hash hash(String name) {
        return sha256(Bytes.ofUtf8(name));
    }

    private Head head() {
        return chain.query(new AuditHead(patient.id()));
    }

    private List<Listed> log() {
        return chain.query(new AuditOf(patient.id(), 1, 10)).accesses();
    }

    private Receipt access(Account by, Hash recordId) {
        return chain.send(by, new Access(patient.id(), recordId));
    }
}
