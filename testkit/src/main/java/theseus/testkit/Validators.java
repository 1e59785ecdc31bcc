package theseus.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import theseus.kernel.Kernel;
import theseus.kernel.Plans;
import theseus.kernel.spi.StateView;
import theseus.protocol.Changes;
import theseus.protocol.Phase;
import theseus.protocol.Sha256;
import theseus.protocol.SigningKey;
import theseus.protocol.Statement;
import theseus.sdk.Bytes;
import theseus.sdk.Change;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/** The chain's validators, all honest: they propose in turn and state what their followers see. */
final class Validators {
    private static final int STATED_BLOCKS = 5;

    private final List<SigningKey> keys;
    private final Hash chain;
    private final Kernel kernel;
    private final InstantFollower follower;
    private final Set<Hash> prepared = new TreeSet<>();

    Validators(List<SigningKey> keys, Hash chain, Kernel kernel, InstantFollower follower) {
        this.keys = keys;
        this.chain = chain;
        this.kernel = kernel;
        this.follower = follower;
    }

    PublicKey proposer(long height) {
        return keys.get((int) (height % keys.size())).publicKey();
    }

    /**
     * They will be ready for this plan; of others, which a test opened itself, they say nothing.
     */
    void prepare(Hash plan) {
        prepared.add(plan);
    }

    /** What all say of the plans of {@code state}, for the block after {@code height}. */
    List<Bytes> speak(StateView state, long height) {
        List<Bytes> said = new ArrayList<>();
        for (Plans.Standing plan : Plans.read(state).active()) {
            if (!prepared.contains(plan.id())) {
                continue;
            }
            says(plan, height).ifPresent(body -> said.addAll(stated(state, height, body)));
        }
        return said;
    }

    private Optional<Statement.Body> says(Plans.Standing plan, long height) {
        if (plan.phase() == Phase.READY && plan.record().sinceHeight() == height + 1) {
            Hash prepared = Sha256.of("theseus/testkit/prepared/1", plan.id().bytes());
            return Optional.of(new Statement.Body.Ready(plan.id(), prepared));
        }
        return plan.phase().isFollowed() ? follower.report(plan.id()) : Optional.empty();
    }

    /** What a vote would have brought about; the recovery of the chain needs no module for it. */
    List<Bytes> order(StateView state, long height, Change change) {
        return stated(state, height, new Statement.Body.Recover(Changes.encode(change)));
    }

    private List<Bytes> stated(StateView state, long height, Statement.Body body) {
        Hash moduleSet = kernel.modules(state).hash();
        return keys.stream()
                .map(
                        key -> {
                            Statement unsigned =
                                    new Statement(
                                            chain,
                                            key.publicKey(),
                                            height + 1,
                                            height + STATED_BLOCKS,
                                            moduleSet,
                                            body,
                                            Bytes.EMPTY);
                            return unsigned.withSignature(key.sign(unsigned.signingBytes()))
                                    .encode();
                        })
                .toList();
    }
}
