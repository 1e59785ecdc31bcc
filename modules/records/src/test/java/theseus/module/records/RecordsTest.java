package theseus.module.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import theseus.module.records.Records.CommitRecords;
import theseus.module.records.Records.Commitment;
import theseus.module.records.Records.Committed;
import theseus.module.records.Records.Erase;
import theseus.module.records.Records.Erased;
import theseus.module.records.Records.Held;
import theseus.module.records.Records.Listed;
import theseus.module.records.Records.RecordOf;
import theseus.module.records.Records.RecordsOf;
import theseus.module.records.Records.Refused;
import theseus.module.records.Records.VersionOf;
import theseus.protocol.Limits;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.testkit.Account;
import theseus.testkit.Chain;
import theseus.testkit.Receipt;
import theseus.testkit.Specification;

class RecordsTest {
    private static final Bytes LABORATORY = tag(1);
    private static final Bytes YEAR = tag(2);
    private static final Hash ID = hash("record");

    private final Account clinic = Account.named("clinic");
    private final Account patient = Account.named("patient");
    private final Account other = Account.named("other");
    private final Chain chain = Chain.of(Records.class);

    @Test
    void theSpecificationIsWhatRuns() {
        Specification.check(Records.class, Path.of(""));
    }

    @Test
    void aNewRecordIsHeldByItsCustodian() {
        Receipt receipt = chain.send(clinic, batch(first())).applied();
        Held held = chain.query(new RecordOf(ID));
        assertEquals(clinic.id(), held.custodian());
        assertEquals(patient.id(), held.patient());
        assertEquals(1, held.version().number());
        assertEquals(new Committed(ID, patient.id(), 1), receipt.event(Committed.class));
    }

    @Test
    void theNextVersionSupersedesTheOneBefore() {
        chain.send(clinic, batch(first())).applied();
        chain.send(clinic, batch(following(first()))).applied();
        assertEquals(2, chain.query(new RecordOf(ID)).version().number());
        assertEquals(first().content(), chain.query(new VersionOf(ID, 1)).content());
        assertEquals(2, chain.query(new VersionOf(ID, 2)).number());
    }

    @Test
    void aBatchMayHoldARecordAndItsNextVersion() {
        chain.send(clinic, batch(first(), following(first()))).applied();
        assertEquals(2, chain.query(new RecordOf(ID)).version().number());
    }

    @Test
    void aBatchIsAppliedAsAWholeOrNotAtAll() {
        chain.send(clinic, batch(first(), first())).refused(Refused.VERSION_CONFLICT);
        chain.refuses(new RecordOf(ID), Refused.UNKNOWN_RECORD);
    }

    @Test
    void anErasedRecordKeepsItsCommitmentWithoutTags() {
        chain.send(clinic, batch(first())).applied();
        Receipt receipt = chain.send(patient, new Erase(ID)).applied();
        Held held = chain.query(new RecordOf(ID));
        assertTrue(held.erased());
        assertEquals(List.of(), held.tags());
        assertEquals(first().content(), held.version().content());
        assertEquals(new Erased(ID, patient.id()), receipt.event(Erased.class));
    }

    @Test
    void recordsOfAPatientCanBePaged() {
        List<Hash> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            ids.add(hash("record " + i));
            chain.send(clinic, batch(first(ids.get(i), patient.id()))).applied();
            chain.send(clinic, batch(first(hash("other " + i), other.id()))).applied();
        }
        Collections.sort(ids);
        List<Hash> seen = new ArrayList<>();
        Optional<Hash> after = Optional.empty();
        for (int page = 0; page < 3; page++) {
            for (Listed listed : chain.query(new RecordsOf(patient.id(), after, 3)).records()) {
                seen.add(listed.recordId());
                after = Optional.of(listed.recordId());
            }
        }
        assertEquals(ids, seen);
    }

    @Test
    void batchesHaveASize() {
        chain.send(clinic, batch()).refused(Refused.BATCH_SIZE);
        List<Commitment> many = Collections.nCopies(Records.MAX_BATCH + 1, first());
        chain.send(clinic, new CommitRecords(many)).refused(Refused.BATCH_SIZE);
    }

    @Test
    void theLargestBatchFitsIntoATransaction() {
        List<Bytes> tags = new ArrayList<>();
        for (int i = 0; i < Records.MAX_TAGS; i++) {
            tags.add(tag(i));
        }
        List<Commitment> most = new ArrayList<>();
        for (int i = 0; i < Records.MAX_BATCH; i++) {
            most.add(first(hash("record " + i), patient.id(), tags));
        }
        long gas = chain.send(clinic, new CommitRecords(most)).applied().gasUsed();
        assertTrue(gas < Limits.MAX_TRANSACTION_GAS / 2, "gas " + gas);
    }

    @Test
    void tagsMustBeWellFormed() {
        List<Bytes> nine = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            nine.add(tag(i));
        }
        for (List<Bytes> tags :
                List.of(
                        List.<Bytes>of(),
                        nine,
                        List.of(Bytes.EMPTY),
                        List.of(YEAR, LABORATORY),
                        List.of(YEAR, YEAR))) {
            chain.send(clinic, batch(first(ID, patient.id(), tags)))
                    .refused(Refused.MALFORMED_TAGS);
        }
    }

    @Test
    void aLaterVersionOfNothingIsRefused() {
        chain.send(clinic, batch(following(first()))).refused(Refused.UNKNOWN_RECORD);
        chain.send(patient, new Erase(ID)).refused(Refused.UNKNOWN_RECORD);
    }

    @Test
    void versionsMustFollowEachOther() {
        chain.send(clinic, batch(first())).applied();
        Commitment second = following(first());
        chain.send(clinic, batch(first())).refused(Refused.VERSION_CONFLICT);
        chain.send(clinic, batch(version(second, 2, Optional.empty())))
                .refused(Refused.VERSION_CONFLICT);
        chain.send(clinic, batch(version(second, 2, Optional.of(hash("fork")))))
                .refused(Refused.VERSION_CONFLICT);
        chain.send(clinic, batch(version(second, 3, second.previous())))
                .refused(Refused.VERSION_CONFLICT);
        chain.refuses(new VersionOf(ID, 2), Refused.UNKNOWN_RECORD);
    }

    @Test
    void aFirstVersionFollowsNothing() {
        chain.send(clinic, batch(version(first(), 1, Optional.of(ID))))
                .refused(Refused.VERSION_CONFLICT);
    }

    @Test
    void onlyTheCustodianGoesOn() {
        chain.send(clinic, batch(first())).applied();
        chain.send(other, batch(following(first()))).refused(Refused.NOT_CUSTODIAN);
    }

    @Test
    void aRecordStaysWithItsPatient() {
        chain.send(clinic, batch(first())).applied();
        Commitment moved = following(first(ID, other.id()));
        chain.send(clinic, batch(moved)).refused(Refused.PATIENT_MISMATCH);
    }

    @Test
    void onlyThePatientErases() {
        chain.send(clinic, batch(first())).applied();
        chain.send(clinic, new Erase(ID)).refused(Refused.NOT_PATIENT);
    }

    @Test
    void whatIsErasedStaysErased() {
        chain.send(clinic, batch(first())).applied();
        chain.send(patient, new Erase(ID)).applied();
        chain.send(patient, new Erase(ID)).refused(Refused.RECORD_ERASED);
        chain.send(clinic, batch(following(first()))).refused(Refused.RECORD_ERASED);
    }

    @Test
    void pagesHaveARange() {
        chain.refuses(new RecordsOf(patient.id(), Optional.empty(), 0), Refused.LIMIT_OUT_OF_RANGE);
        chain.refuses(
                new RecordsOf(patient.id(), Optional.empty(), Records.MAX_PAGE + 1),
                Refused.LIMIT_OUT_OF_RANGE);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverIsCommittedVersionsFormOneChain(long seed) {
        Random random = new Random(seed);
        List<Commitment> versions = new ArrayList<>();
        for (int step = 0; step < 40; step++) {
            int number = 1 + random.nextInt(versions.size() + 2);
            Optional<Hash> previous =
                    number == 1 || number > versions.size() + 1
                            ? Optional.empty()
                            : Optional.of(versions.get(number - 2).content());
            Commitment next =
                    new Commitment(
                            ID,
                            patient.id(),
                            number,
                            previous,
                            List.of(LABORATORY),
                            hash("content " + step),
                            hash("ciphertext " + step),
                            hash("key " + step));
            boolean follows = number == versions.size() + 1;
            assertEquals(follows, chain.send(clinic, batch(next)).isApplied());
            if (follows) {
                versions.add(next);
            }
        }
        for (Commitment version : versions) {
            var stored = chain.query(new VersionOf(ID, version.version()));
            assertEquals(version.content(), stored.content());
            assertEquals(version.previous(), stored.previous());
        }
        assertEquals(List.of(), chain.blocks(10).routines());
    }

    static List<Long> seeds() {
        return List.of(1L, 2L, 3L, 4L, System.nanoTime());
    }

    private Commitment first() {
        return first(ID, patient.id());
    }

    private static Commitment first(Hash id, AccountId patient) {
        return first(id, patient, List.of(LABORATORY, YEAR));
    }

    private static Commitment first(Hash id, AccountId patient, List<Bytes> tags) {
        return new Commitment(
                id,
                patient,
                1,
                Optional.empty(),
                tags,
                hash("content"),
                hash("ciphertext"),
                hash("key"));
    }

    private static Commitment following(Commitment before) {
        return new Commitment(
                before.recordId(),
                before.patient(),
                before.version() + 1,
                Optional.of(before.content()),
                before.tags(),
                hash("next content"),
                hash("next ciphertext"),
                hash("next key"));
    }

    private static Commitment version(Commitment like, int version, Optional<Hash> previous) {
        return new Commitment(
                like.recordId(),
                like.patient(),
                version,
                previous,
                like.tags(),
                like.content(),
                like.ciphertext(),
                like.key());
    }

    private static CommitRecords batch(Commitment... commitments) {
        return new CommitRecords(List.of(commitments));
    }

    private static Bytes tag(int number) {
        byte[] tag = new byte[Tags.SIZE_BYTES];
        tag[0] = (byte) number;
        return Bytes.of(tag);
    }

    private static Hash hash(String name) {
        return new Hash(Account.named(name).id().bytes());
    }
}
