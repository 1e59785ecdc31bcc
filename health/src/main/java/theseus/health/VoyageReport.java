package theseus.health;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import theseus.sdk.Hash;

/**
 * What happened on the voyage, in numbers.
 *
 * @param seconds of the whole voyage
 * @param recordsPerSecond that were signed, encrypted, kept and committed
 * @param transactionsPerSecond that the chain committed when it had most to do: while patients
 *     granted all at once, or, without upgrades, while records were committed by the batch
 * @param readsGranted records that were released, opened and proven
 * @param readsRefused how often each code was the answer
 * @param proofsVerified state proofs that led to a certified header
 * @param tamperDetected whether the changed byte was noticed
 * @param auditEntries entries in the audit of the patient whose records were read, proven complete
 * @param personalDataOnLedger names, dates, addresses, numbers and identifiers found; must be 0
 * @param upgrade of a module under load; empty for a voyage without it
 * @param rollback of a wrong one; likewise
 */
public record VoyageReport(
        int patients,
        int resources,
        double seconds,
        long blocks,
        long transactions,
        double recordsPerSecond,
        double transactionsPerSecond,
        long readsGranted,
        SortedMap<String, Long> readsRefused,
        long proofsVerified,
        boolean tamperDetected,
        long auditEntries,
        long personalDataOnLedger,
        Hash stateRoot,
        Optional<UpgradeReport> upgrade,
        Optional<RollbackReport> rollback) {

    /** As `./theseus demo --json` prints it: plain values in this order. */
    public Map<String, Object> json() {
        Map<String, Object> reads = new LinkedHashMap<>();
        reads.put("granted", readsGranted);
        reads.put("refused", readsRefused);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("patients", patients);
        json.put("resources", resources);
        json.put("seconds", Math.round(seconds * 10) / 10.0);
        json.put("blocks", blocks);
        json.put("transactions", transactions);
        json.put("recordsPerSecond", Math.round(recordsPerSecond * 10) / 10.0);
        json.put("transactionsPerSecond", Math.round(transactionsPerSecond * 10) / 10.0);
        json.put("reads", reads);
        json.put("proofsVerified", proofsVerified);
        json.put("tamperDetected", tamperDetected);
        json.put("auditEntries", auditEntries);
        json.put("personalDataOnLedger", personalDataOnLedger);
        json.put("stateRoot", stateRoot.toString());
        upgrade.ifPresent(report -> json.put("upgrade", report.json()));
        rollback.ifPresent(report -> json.put("rollback", report.json()));
        return json;
    }
}
