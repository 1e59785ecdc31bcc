package theseus.node;

import java.util.SortedSet;
import theseus.kernel.spi.UnlinkedTables;
import theseus.protocol.CborWriter;
import theseus.protocol.Sha256;
import theseus.protocol.TableId;
import theseus.sdk.Hash;

/** One hash for all new tables of a plan, without the notes that a follower keeps beside them. */
final class PlanTables {
    private static final String DOMAIN = "theseus/plan/tables/1";

    private PlanTables() {}

    /** SHA-256 of the domain and the array of [table, root], by table. */
    static Hash root(UnlinkedTables tables, SortedSet<TableId> ids) {
        CborWriter out = new CborWriter(64 + 128 * ids.size()).arrayHeader(ids.size());
        for (TableId id : ids) {
            out.arrayHeader(2).bytes(id.encode()).bytes(tables.root(id).bytes());
        }
        return Sha256.of(DOMAIN, out.toBytes());
    }
}
