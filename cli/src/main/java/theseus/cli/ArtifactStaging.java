package theseus.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import theseus.client.ChainClient;
import theseus.client.Sender;
import theseus.kernel.KernelTables;
import theseus.kernel.StagingRecord;
import theseus.protocol.Artifact;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Brings artifacts onto the chain in pieces, and goes on where an earlier attempt stopped. */
final class ArtifactStaging {
    /** A transaction holds one, and the chain's own record of it. */
    static final int PIECE_BYTES = 96 * 1024;

    static final long GAS = 50_000_000;

    private final ChainClient client;
    private final Committee committee;
    private final Sender sender;

    ArtifactStaging(ChainClient client, Committee committee, Sender sender) {
        this.client = client;
        this.committee = committee;
        this.sender = sender;
    }

    /**
     * Stages what is not on the chain yet.
     *
     * @param progress hears how many pieces of how many are there
     * @return how many pieces were sent
     */
    int stage(Artifact artifact, BiConsumer<Integer, Integer> progress) {
        Hash hash = artifact.hash();
        if (isWhole(client, hash)) {
            return 0;
        }
        Bytes content = artifact.encode();
        int count = (content.size() + PIECE_BYTES - 1) / PIECE_BYTES;
        Optional<StagingRecord> known =
                client.prove(
                                KernelTables.STAGING,
                                KernelTables.key(hash, sender.account()),
                                OptionalLong.empty())
                        .value()
                        .map(StagingRecord::decode)
                        .filter(record -> record.count() == count);
        int sent = 0;
        for (int index = 0; index < count; index++) {
            int piece = index;
            if (known.filter(record -> record.has(piece)).isEmpty()) {
                committee.send(sender, "StageChunk", fields(hash, index, count, content));
                sent++;
            }
            progress.accept(index + 1, count);
        }
        if (!isWhole(client, hash)) {
            throw Failure.refused(
                    "NOT_STAGED",
                    "All pieces of %s were sent, and the chain has not got it; run this again."
                            .formatted(hash));
        }
        return sent;
    }

    static boolean isWhole(ChainClient client, Hash artifact) {
        return client.prove(
                        KernelTables.ARTIFACTS, KernelTables.key(artifact), OptionalLong.empty())
                .value()
                .isPresent();
    }

    private static Map<String, Object> fields(Hash hash, int index, int count, Bytes content) {
        int from = index * PIECE_BYTES;
        int to = Math.min(content.size(), from + PIECE_BYTES);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("artifact", hash.toString());
        fields.put("index", index);
        fields.put("count", count);
        fields.put("content", content.slice(from, to).hex());
        return fields;
    }
}
