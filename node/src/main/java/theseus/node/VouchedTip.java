package theseus.node;

import java.util.Map;
import java.util.Optional;
import theseus.crypto.Signatures;
import theseus.kernel.Kernel;
import theseus.kernel.Powers;
import theseus.kernel.spi.HistoryUnavailable;
import theseus.kernel.spi.StateStore;
import theseus.protocol.Artifact;
import theseus.protocol.Certificate;
import theseus.protocol.Genesis;
import theseus.protocol.ValidatorSet;
import theseus.runtime.BytecodeRuntime;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;
import theseus.state.VersionedState;
import theseus.storage.memory.MemoryStorage;

/**
 * Whether somebody other than a backup says that its newest block is the chain's. What certifies a
 * block are the validators, and those of a backup's state are whoever the backup names: so they
 * count only where the genesis names them, or the operator vouches for the block.
 *
 * @param header of the newest block, as the operator knows it
 * @param own the operator's validator: what it attested it had executed
 */
record VouchedTip(Genesis genesis, Optional<Hash> header, Optional<PublicKey> own) {

    /**
     * @param tip of {@code state}
     * @throws NodeException when nobody else says it
     */
    void check(Tip tip, StateStore state, Map<Hash, Artifact> artifacts) {
        header.filter(trusted -> !trusted.equals(tip.headerHash()))
                .ifPresent(
                        trusted -> {
                            throw new NodeException(
                                    "HEADER_NOT_TRUSTED",
                                    "Block "
                                            + tip.height()
                                            + " of the backup has the header "
                                            + tip.headerHash()
                                            + ", not "
                                            + trusted
                                            + ": it is not the block that you trust. Take another"
                                            + " backup, or ask again for the header of that height");
                        });
        if (tip.certificate().isPresent()) {
            check(tip, state, tip.certificate().get());
        } else {
            checkGenesis(tip, artifacts);
        }
    }

    private void check(Tip tip, StateStore state, Certificate certificate) {
        Certificate.Verdict verdict =
                certificate.verify(genesis.hash(), ValidatorSet.of(genesis.validators()));
        if (verdict.isCertain()) {
            return;
        }
        verdict = certificate.verify(genesis.hash(), named(tip, state));
        if (verdict instanceof Certificate.Verdict.Refused refused) {
            throw StoredChain.damaged(
                    tip.height(), "its certificate proves nothing: " + refused.explanation());
        }
        if (header.isEmpty() && !attestedByOwn(certificate)) {
            throw notVouched(tip);
        }
    }

    /** A block is certified by the validators before it, which it may change. */
    private static ValidatorSet named(Tip tip, StateStore state) {
        try {
            return Powers.read(state.at(tip.height() - 1)).validators();
        } catch (HistoryUnavailable e) {
            return Powers.read(tip.state()).validators(); // unless it changed them
        }
    }

    /** Its signature was verified with the certificate. */
    private boolean attestedByOwn(Certificate certificate) {
        return certificate.attestations().stream()
                .anyMatch(one -> own.filter(one.validator()::equals).isPresent());
    }

    private static NodeException notVouched(Tip tip) {
        return new NodeException(
                "BACKUP_NOT_VOUCHED",
                "Block "
                        + tip.height()
                        + " of the backup is certified by validators that only the backup itself"
                        + " names, none of the genesis: whoever wrote the backup may have named"
                        + " them. Ask a node or a person that you trust for the hash of that block's"
                        + " header (theseus block "
                        + tip.height()
                        + "), and say it: --trusted-header HASH. The backup has "
                        + tip.headerHash());
    }

    /** No certificate is of the genesis, but everybody can compute what state it makes. */
    private void checkGenesis(Tip tip, Map<Hash, Artifact> artifacts) {
        Kernel kernel = new Kernel(new BytecodeRuntime(), Signatures.best());
        Hash root;
        try (VersionedState made =
                VersionedState.open(new MemoryStorage(), genesis.parameters().historyBlocks())) {
            root = made.stage(0, kernel.genesis(genesis, artifacts)).root();
        }
        if (!root.equals(tip.stateRoot())) {
            throw new NodeException(
                    "BACKUP_DAMAGED",
                    "The state has the root " + tip.stateRoot() + ", the genesis makes " + root);
        }
    }
}
