package theseus.kernel;

import theseus.protocol.TableId;
import theseus.protocol.TrapKind;
import theseus.sdk.Bytes;

/** Counts traps per version of a module. */
final class Traps {
    private static final TableId TABLE = KernelTables.TRAPS;

    private Traps() {}

    static void count(Overlay overlay, Instance instance, TrapKind kind, long height) {
        Bytes key = new TrapRecord.Key(instance.name(), instance.module().artifact()).encode();
        TrapRecord before = overlay.get(TABLE, key).map(TrapRecord::decode).orElse(TrapRecord.NONE);
        boolean outOfGas = kind == TrapKind.OUT_OF_GAS;
        overlay.put(
                TABLE,
                key,
                new TrapRecord(
                                before.traps() + (outOfGas ? 0 : 1),
                                before.outOfGas() + (outOfGas ? 1 : 0),
                                height)
                        .encode());
    }
}
