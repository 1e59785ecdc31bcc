package theseus.kernel;

import theseus.protocol.CborWriter;
import theseus.protocol.TableId;
import theseus.protocol.Wire;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/**
 * The kernel's own tables, the root of authority. They lie under the same state root as all others,
 * under the instance {@code kernel} and schema 1; keys and values are canonical.
 */
public final class KernelTables {
    /** Text (instance name) → {@link ModuleRecord}. */
    public static final TableId MODULES = TableId.kernel("modules");

    /** Digest → canonical artifact. */
    public static final TableId ARTIFACTS = TableId.kernel("artifacts");

    /**
     * Account id → {@link AccountRecord}; absent while the account's nonce is 0 and it kept its
     * first keys.
     */
    public static final TableId ACCOUNTS = TableId.kernel("accounts");

    /** Public key → {@link ValidatorRecord}. */
    public static final TableId VALIDATORS = TableId.kernel("validators");

    /** {@link #SINGLE} → {@link ChainRecord}. */
    public static final TableId PARAMETERS = TableId.kernel("parameters");

    /** {@link BreakerRecord.Key} → {@link BreakerRecord}. */
    public static final TableId BREAKERS = TableId.kernel("breakers");

    /** Plan id → {@link PlanRecord}; plans that ended stay. */
    public static final TableId PLANS = TableId.kernel("plans");

    /**
     * [instance, table, schema, unit] → {@link #SINGLE}: what could not be carried into a plan's
     * new tables. Beside the chain only, in the plan's unlinked set; it never joins the root.
     */
    public static final TableId LEFT_OUT = TableId.kernel("leftOut");

    /**
     * [instance, table, schema] → number of units of a candidate's table that the version in force
     * does not see, or not all of; while both worlds run.
     */
    public static final TableId HIDDEN = TableId.kernel("hidden");

    /** Plan id → {@link #SINGLE}, for each plan that has not ended. */
    public static final TableId ACTIVE_PLANS = TableId.kernel("activePlans");

    /** [artifact, account] → {@link StagingRecord} of an artifact that is not whole yet. */
    public static final TableId STAGING = TableId.kernel("staging");

    /** [artifact, account, index] → piece of an artifact that is not whole yet. */
    public static final TableId CHUNKS = TableId.kernel("chunks");

    /** {@link StatedRecord.Key} → {@link StatedRecord}: what validators stated about plans. */
    public static final TableId STATED = TableId.kernel("stated");

    /** [plan, window, message, key]: canary keys that were seen in the window of a plan. */
    public static final TableId SAMPLED = TableId.kernel("sampled");

    /** [instance, message, form] → block time in ms until which an older form is accepted. */
    public static final TableId FORMS = TableId.kernel("forms");

    /** {@link #SINGLE} → {@link EpochRecord}. */
    public static final TableId EPOCH = TableId.kernel("epoch");

    /** {@link TrapRecord.Key} → {@link TrapRecord}. */
    public static final TableId TRAPS = TableId.kernel("traps");

    /** {@link ScanRecord.Key} → {@link ScanRecord}. */
    public static final TableId SCANS = TableId.kernel("scans");

    /** [last height of its window, statement id] → {@link #SINGLE}; what is here was counted. */
    public static final TableId STATEMENTS = TableId.kernel("statements");

    /** Plan id → {@code Evidence}. Never in the state; see {@link SeenBeside}. */
    static final TableId FOLLOWED = TableId.kernel("followed");

    /** Key of the only record of a table, and the value of an index record: the empty array. */
    public static final Bytes SINGLE = Bytes.fromHex("80");

    private KernelTables() {}

    /** Of {@link #ACCOUNTS}. */
    public static Bytes key(AccountId account) {
        return new CborWriter(40).bytes(account.bytes()).toBytes();
    }

    /** Of {@link #STAGING}: what an account stages is its own. */
    public static Bytes key(Hash artifact, AccountId account) {
        return new CborWriter(80)
                .arrayHeader(2)
                .bytes(artifact.bytes())
                .bytes(account.bytes())
                .toBytes();
    }

    /** Of {@link #ARTIFACTS}, {@link #PLANS} and {@link #ACTIVE_PLANS}. */
    public static Bytes key(Hash hash) {
        return new CborWriter(40).bytes(hash.bytes()).toBytes();
    }

    /** Of {@link #STATEMENTS}. */
    static Bytes key(long lastHeight, Hash statement) {
        return new CborWriter(48)
                .arrayHeader(2)
                .integer(lastHeight)
                .bytes(statement.bytes())
                .toBytes();
    }

    /** Of {@link #FORMS}. */
    static Bytes formKey(String instance, String message, int form) {
        return new CborWriter().arrayHeader(3).text(instance).text(message).integer(form).toBytes();
    }

    /** Of {@link #MODULES}. */
    public static Bytes key(String instance) {
        return new CborWriter().text(instance).toBytes();
    }

    /** Of {@link #VALIDATORS}. */
    public static Bytes key(PublicKey validator) {
        return Wire.encode(out -> Wire.write(validator, out));
    }
}
