package theseus.module.audit;

import java.util.List;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.Interface;
import theseus.sdk.Result;
import theseus.sdk.View;

/** What this module needs of {@code consent}: the grant under which somebody may read now. */
@Interface(name = "consent", version = "1.0")
public interface ConsentCheck {
    /** Refuses with the consent module's own codes. */
    Result<Hash> check(View view, AccountId patient, AccountId reader, List<Bytes> tags);
}
