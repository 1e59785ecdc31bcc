package theseus.module.consent.v3faulty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import theseus.module.consent.v3faulty.Consent.Check;
import theseus.module.consent.v3faulty.Consent.EndingOf;
import theseus.module.consent.v3faulty.Consent.Grant;
import theseus.module.consent.v3faulty.Consent.Refused;
import theseus.module.consent.v3faulty.Consent.Revoke;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.testkit.Account;
import theseus.testkit.Chain;
import theseus.testkit.Specification;

class FaultTest {
    private static final long DAY = 24 * 60 * 60 * 1000L;
    private static final List<Bytes> TAGS = List.of(Bytes.of(new byte[Tags.SIZE_BYTES]));

    private final Account patient = Account.named("patient");
    private final Account reader = Account.named("reader");
    private final Hash grantId = new Hash(Account.named("grant").id().bytes());
    private final Chain chain = Chain.of(Consent.class);

    @Test
    void theSpecificationIsWhatRuns() {
        Specification.check(Consent.class, Path.of(""));
    }

    @Test
    void itHonoursARevokedGrant() {
        chain.refuses(check(), Refused.CONSENT_MISSING);
        chain.send(patient, grant()).applied();
        chain.send(patient, new Revoke(grantId)).applied();
        assertEquals(grantId, chain.query(check()).grantId());
    }

    @Test
    void theRestLooksRight() {
        chain.send(patient, grant()).applied();
        assertEquals(grantId, chain.query(check()).grantId());
        assertEquals(
                1,
                chain.query(new EndingOf(patient.id(), chain.timeMillis() + 2 * DAY))
                        .grants()
                        .size());
        chain.send(patient, new Revoke(grantId)).applied();
        chain.send(patient, new Revoke(grantId)).refused(Refused.CONSENT_REVOKED);
    }

    private Check check() {
        return new Check(patient.id(), reader.id(), TAGS);
    }

    private Grant grant() {
        return new Grant(
                grantId,
                reader.id(),
                TAGS,
                0,
                chain.timeMillis() + DAY,
                Bytes.ofUtf8("encrypted"),
                grantId,
                new Use.Any());
    }
}
