package theseus.module.consent.v3faulty;

import java.util.List;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.Interface;
import theseus.sdk.Result;
import theseus.sdk.View;

/** Whether a reader may read. Denies unless a grant in force says yes. */
@Interface(name = "consent", version = "1.1")
public interface ConsentCheck {
    /**
     * As in 1.0, for callers that do not say what for: a grant that is limited to purposes does not
     * count.
     */
    Result<Hash> check(View view, AccountId patient, AccountId reader, List<Bytes> tags);

    /**
     * The grant under which {@code reader} may read for {@code purpose}; refuses as {@link #check}
     * does, and with {@code CONSENT_OTHER_PURPOSE}.
     */
    Result<Hash> checkFor(
            View view, AccountId patient, AccountId reader, List<Bytes> tags, Purpose purpose);
}
