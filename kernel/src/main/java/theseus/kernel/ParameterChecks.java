package theseus.kernel;

import java.util.Optional;
import theseus.protocol.Genesis;
import theseus.protocol.Limits;
import theseus.protocol.MalformedException;
import theseus.protocol.Wire;
import theseus.sdk.Change;

/** The bounds within which the chain's own bounds may be set while it runs. */
final class ParameterChecks {
    /** So that the recovery lane holds any transaction, see {@link Lanes}. */
    static final long MIN_BLOCK_GAS = Limits.MAX_TRANSACTION_GAS * (100 / Lanes.RECOVERY_PERCENT);

    static final long MAX_BLOCK_GAS = 1_000_000_000_000L;
    static final long MIN_ROUTINE_GAS = 100_000;
    static final int MAX_HISTORY_BLOCKS = 1_000_000;

    private ParameterChecks() {}

    static Optional<String> set(Overlay overlay, Change.SetParameters change) {
        Genesis.Parameters parameters;
        try {
            parameters = Wire.decode(change.parameters(), Genesis.Parameters::read);
        } catch (MalformedException malformed) {
            return Optional.of(Codes.MALFORMED);
        }
        if (parameters.blockGas() < MIN_BLOCK_GAS
                || parameters.blockGas() > MAX_BLOCK_GAS
                || parameters.routineGas() < MIN_ROUTINE_GAS
                || parameters.routineGas() > parameters.blockGas()
                || parameters.historyBlocks() < 1
                || parameters.historyBlocks() > MAX_HISTORY_BLOCKS) {
            return Optional.of(Codes.PARAMETERS);
        }
        ChainRecord chain = Modules.chain(overlay);
        overlay.put(
                KernelTables.PARAMETERS,
                KernelTables.SINGLE,
                new ChainRecord(
                                chain.chain(),
                                chain.protocolVersion(),
                                parameters,
                                chain.moduleSet())
                        .encode());
        return Optional.empty();
    }
}
