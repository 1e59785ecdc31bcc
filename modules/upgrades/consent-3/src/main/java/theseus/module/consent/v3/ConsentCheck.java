package theseus.module.consent.v3;

import java.util.List;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.Interface;
import theseus.sdk.Result;
import theseus.sdk.View;

/**
 * Whether a reader may read. Denies unless a grant in force says yes, or the reader broke the glass
 * for emergency care.
 */
@Interface(name = "consent", version = "1.1")
public interface ConsentCheck {
    /** The grant for any purpose, or the lease, under which {@code reader} may read now. */
    Result<Hash> check(View view, AccountId patient, AccountId reader, List<Bytes> tags);

    /** The same for {@code purpose}; a lease is for treatment. */
    Result<Hash> checkFor(
            View view, AccountId patient, AccountId reader, List<Bytes> tags, Purpose purpose);
}
