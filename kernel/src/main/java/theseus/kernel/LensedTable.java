package theseus.kernel;

import theseus.protocol.Schema;
import theseus.protocol.TableId;

/**
 * Two tables that hold the same under two schemas, and the lens between them.
 *
 * @param candidate whose lens it is
 * @param number of the lens in the candidate's descriptor
 * @param family whether its unit is a family of records
 */
record LensedTable(
        Instance old,
        Instance candidate,
        int number,
        boolean family,
        int oldTable,
        int newTable,
        Schema oldKey,
        Schema newKey) {
    TableId oldId() {
        return old.table(oldTable);
    }

    TableId newId() {
        return candidate.table(newTable);
    }
}
