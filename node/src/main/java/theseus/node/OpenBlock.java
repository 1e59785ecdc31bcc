package theseus.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import theseus.kernel.BlockInput;
import theseus.kernel.BlockResult;
import theseus.kernel.Kernel;
import theseus.kernel.spi.StateStore;
import theseus.kernel.spi.StateStore.Attachment;
import theseus.kernel.spi.StateView;
import theseus.protocol.Certificate;
import theseus.protocol.Header;
import theseus.protocol.MerkleTree;
import theseus.protocol.Receipt;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** A block that was executed and is not yet durable. */
record OpenBlock(
        Effects effects,
        StateStore.Staged staged,
        Header header,
        List<Receipt> receipts,
        List<Bytes> encodedReceipts) {
    /** Executes {@code block} on the state {@code before} and stages what it did. */
    static OpenBlock execute(
            Kernel kernel,
            StateStore store,
            StateView before,
            BlockInput block,
            long epoch,
            BlockMetrics metrics) {
        long started = System.nanoTime();
        BlockResult result = kernel.execute(before, block);
        long executed = System.nanoTime();
        StateStore.Staged staged = store.stage(block.height(), result.changes());
        List<Receipt> receipts = result.receipts();
        List<Bytes> encoded = new ArrayList<>(receipts.size());
        receipts.forEach(receipt -> encoded.add(receipt.encode()));
        Header header =
                new Header(
                        block.chain(),
                        block.height(),
                        block.timeMillis(),
                        block.parent(),
                        MerkleTree.root(block.submissions()),
                        MerkleTree.root(encoded),
                        staged.root(),
                        epoch,
                        block.proposer());
        metrics.executed(executed - started, System.nanoTime() - executed);
        return new OpenBlock(new Effects(before, block, result), staged, header, receipts, encoded);
    }

    List<Bytes> submissions() {
        return effects.block().submissions();
    }

    /**
     * What is stored beside the state: block, receipts, where each submission went, and what
     * candidates served.
     */
    List<Attachment> attachments(Certificate certificate, BlockStore blocks) {
        List<Attachment> attachments =
                BlockStore.attachments(
                        certificate, submissions(), encodedReceipts, locations(blocks));
        attachments.addAll(TouchedLog.attachments(header.height(), effects.result()));
        return attachments;
    }

    /** Index by id; a rejected copy does not hide the original. */
    private Map<Hash, Integer> locations(BlockStore blocks) {
        Map<Hash, Integer> locations = new TreeMap<>();
        for (int i = 0; i < submissions().size(); i++) {
            Hash id = receipts.get(i).submission();
            if (!(receipts.get(i).status() instanceof Receipt.Status.Rejected)) {
                locations.put(id, i);
            } else if (blocks.find(id).isEmpty()) {
                locations.putIfAbsent(id, i);
            }
        }
        return locations;
    }
}
