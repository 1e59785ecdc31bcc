package theseus.node;

import java.io.IOException;
import theseus.protocol.Genesis;
import theseus.state.VersionedState;
import theseus.state.spi.StorageException;

/**
 * Makes a lost {@code validator.guard} again from the state. Only who knows that the state is the
 * newest that the key attested may ask for it: else the key signs heights twice.
 */
public final class TrustedState {
    private TrustedState() {}

    /**
     * @return the height that the key now counts as attested
     * @throws NodeException when the guard is whole, or the state is not, or there is no key
     */
    public static long run(NodeConfig config) {
        try (DataDirectory directory = DataDirectory.open(config.directory())) {
            if (directory.observes()) {
                throw new NodeException(
                        "OBSERVER",
                        "The node in "
                                + directory.root()
                                + " has no validator's key: it attests nothing and needs no guard");
            }
            if (isWhole(directory)) {
                throw new NodeException(
                        "GUARD_WHOLE",
                        "The file " + directory.guard() + " is there and whole; nothing to do");
            }
            Genesis genesis = directory.genesis();
            Tip tip;
            try (VersionedState state =
                    VersionedState.open(
                            Ground.open(directory.engine(), directory.state()),
                            genesis.parameters().historyBlocks())) {
                tip = StoredTip.load(genesis, state, new BlockStore(state));
            }
            ValidatorGuard.create(directory.guard());
            try (ValidatorGuard guard =
                    ValidatorGuard.open(directory.validatorKey(), directory.guard(), false)) {
                guard.start(tip.height(), tip.headerHash());
            }
            return tip.height();
        } catch (StorageException e) {
            throw new NodeException(e.code().name(), String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw DataDirectory.unusable(config.directory(), e);
        }
    }

    private static boolean isWhole(DataDirectory directory) {
        try {
            ValidatorGuard.open(directory.validatorKey(), directory.guard(), false).close();
            return true;
        } catch (NodeException e) {
            if (e.code().equals("GUARD_UNUSABLE")) {
                return false;
            }
            throw e;
        }
    }
}
