package theseus.health;

import theseus.sdk.AccountId;
import theseus.sdk.Hash;
import theseus.sdk.Table;

/** The instances and tables that this application reads with proof. */
final class Tables {
    static final String RECORDS = "records";
    static final String CONSENT = "consent";
    static final String AUDIT = "audit";
    static final String GOVERNANCE = "governance";

    static final Table<Hash, RecordsMessages.Held> HELD =
            Table.of("records", Hash.class, RecordsMessages.Held.class);
    static final Table<Hash, ConsentMessages.Terms> GRANTS =
            Table.of("grants", Hash.class, ConsentMessages.Terms.class);
    static final Table<Hash, PurposeMessages.Terms> GRANTS_2 =
            Table.of("grants", Hash.class, PurposeMessages.Terms.class).schema(2);
    static final Table<Hash, ConsentMessages.Body> BODIES =
            Table.of("bodies", Hash.class, ConsentMessages.Body.class);
    static final Table<ConsentMessages.Relationship, ConsentMessages.Considered> CONSIDERED =
            Table.of(
                    "considered",
                    ConsentMessages.Relationship.class,
                    ConsentMessages.Considered.class);
    static final Table<AuditMessages.Reading, AuditMessages.Last> LAST_ACCESS =
            Table.of("last", AuditMessages.Reading.class, AuditMessages.Last.class);
    static final Table<AccountId, AuditMessages.Head> AUDIT_HEADS =
            Table.of("heads", AccountId.class, AuditMessages.Head.class);

    private Tables() {}
}
