package theseus.module.consent;

import java.util.List;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.Interface;
import theseus.sdk.Result;
import theseus.sdk.View;

/** Whether a reader may read. Denies unless a grant in force says yes. */
@Interface(name = "consent", version = "1.0")
public interface ConsentCheck {
    /**
     * The grant under which {@code reader} may read a record of {@code patient} with these {@code
     * tags} now; refuses with {@code CONSENT_MISSING}, {@code CONSENT_NOT_YET}, {@code
     * CONSENT_EXPIRED} or {@code CONSENT_REVOKED}.
     */
    Result<Hash> check(View view, AccountId patient, AccountId reader, List<Bytes> tags);
}
