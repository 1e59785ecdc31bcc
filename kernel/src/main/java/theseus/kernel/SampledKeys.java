package theseus.kernel;

import java.util.Optional;
import theseus.protocol.CborWriter;
import theseus.protocol.Plan.MessageName;
import theseus.protocol.Sha256;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * The canary keys that were seen in a window, in {@link KernelTables#SAMPLED}: [plan, first block
 * of the window, message type or null, digest of the key] → the empty array. At most {@link
 * theseus.protocol.Tally#MAX_KEYS} for each type; swept when the window is over.
 */
final class SampledKeys implements Tallies.Seen {
    private static final String DOMAIN = "theseus/sampled-key/1";

    private final Overlay overlay;
    private final Hash plan;
    private final long sinceHeight;

    SampledKeys(Overlay overlay, Hash plan, long sinceHeight) {
        this.overlay = overlay;
        this.plan = plan;
        this.sinceHeight = sinceHeight;
    }

    @Override
    public boolean add(Optional<MessageName> message, Bytes key) {
        CborWriter out = new CborWriter(160).encoded(window(plan, sinceHeight));
        message.ifPresentOrElse(
                name -> out.arrayHeader(2).text(name.instance()).text(name.message()), out::nil);
        Bytes row = out.bytes(Sha256.of(DOMAIN, key).bytes()).toBytes();
        if (overlay.get(KernelTables.SAMPLED, row).isPresent()) {
            return false;
        }
        overlay.put(KernelTables.SAMPLED, row, KernelTables.SINGLE);
        return true;
    }

    /** What all keys of a window begin with. */
    static Bytes window(Hash plan, long sinceHeight) {
        return new CborWriter(48).arrayHeader(4).bytes(plan.bytes()).integer(sinceHeight).toBytes();
    }
}
