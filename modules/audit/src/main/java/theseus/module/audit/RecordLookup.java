package theseus.module.audit;

import java.util.List;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.Interface;
import theseus.sdk.Result;
import theseus.sdk.View;

/** What this module needs of {@code records}: whose a record is and how it is tagged. */
@Interface(name = "records", version = "1.0")
public interface RecordLookup {
    record Found(AccountId patient, List<Bytes> tags) {}

    /** Refuses with {@code UNKNOWN_RECORD} or {@code RECORD_ERASED}. */
    Result<Found> find(View view, Hash recordId);
}
