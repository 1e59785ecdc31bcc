package theseus.health;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import theseus.sdk.Hash;

/**
 * What happened on the voyage, in numbers.
 *
 * @param seconds of the whole voyage
 * @param transactionsPerSecond while records were committed
 * @param readsGranted records that were released, opened and proven
 * @param readsRefused how often each code was the answer
 * @param proofsVerified state proofs that led to a certified header
 * @param tamperDetected whether the changed byte was noticed
 * @param auditEntries entries in the audit of the patient whose records were read, proven complete
 * @param personalDataOnLedger names, dates, addresses, numbers and identifiers found; must be 0
 */
public record VoyageReport(
        int patients,
        int resources,
        double seconds,
        long blocks,
        long transactions,
        double transactionsPerSecond,
        long readsGranted,
        SortedMap<String, Long> readsRefused,
        long proofsVerified,
        boolean tamperDetected,
        long auditEntries,
        long personalDataOnLedger,
        Hash stateRoot) {

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
        json.put("transactionsPerSecond", Math.round(transactionsPerSecond * 10) / 10.0);
        json.put("reads", reads);
        json.put("proofsVerified", proofsVerified);
        json.put("tamperDetected", tamperDetected);
        json.put("auditEntries", auditEntries);
        json.put("personalDataOnLedger", personalDataOnLedger);
        json.put("stateRoot", stateRoot.toString());
        return json;
    }
}
