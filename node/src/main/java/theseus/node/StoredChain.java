package theseus.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.protocol.Genesis;
import theseus.protocol.Header;
import theseus.protocol.MerkleTree;
import theseus.protocol.Receipt;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Checks stored blocks against the newest header, down to the genesis: each is the parent of the
 * next, and what is kept of submissions and receipts, and of where they went, is what it says.
 * Whether that header is the chain's says {@link VouchedTip}.
 */
final class StoredChain {
    private StoredChain() {}

    /**
     * @param tip which was checked against the state
     * @throws NodeException naming the first block that is not what the one after it says
     */
    static void check(Genesis genesis, Tip tip, BlockStore blocks, Rebuild.Progress progress) {
        Hash expected = tip.headerHash();
        long first = blocks.first();
        for (long height = tip.height(); height > 0; height--) {
            BlockStore.Stored block = block(blocks, height);
            Header header = block.certificate().header();
            if (!header.hash().equals(expected) || header.height() != height) {
                throw damaged(height, "it has the header " + header.hash() + ", not " + expected);
            }
            if (height >= first) {
                checkContent(blocks, block, header);
            }
            expected = header.parent();
            progress.block(tip.height() - height + 1, tip.height());
        }
        if (!expected.equals(genesis.hash())) {
            throw damaged(1, "it follows " + expected + ", not the genesis " + genesis.hash());
        }
    }

    private static BlockStore.Stored block(BlockStore blocks, long height) {
        try {
            return blocks.block(height).orElseThrow(() -> damaged(height, "it is missing"));
        } catch (theseus.protocol.MalformedException e) {
            throw damaged(height, String.valueOf(e.getMessage()));
        }
    }

    private static void checkContent(BlockStore blocks, BlockStore.Stored block, Header header) {
        List<Bytes> submissions = new ArrayList<>(block.submissions());
        List<Bytes> receipts = new ArrayList<>(block.receipts());
        try {
            for (int i = 0; i < block.submissions(); i += BlockStore.CHUNK) {
                submissions.addAll(blocks.submissions(header.height(), i / BlockStore.CHUNK));
            }
            for (int i = 0; i < block.receipts(); i += BlockStore.CHUNK) {
                for (Receipt receipt : blocks.receipts(header.height(), i / BlockStore.CHUNK)) {
                    if (receipts.size() < block.submissions()) {
                        checkLocation(blocks, receipt, header.height(), receipts.size());
                    }
                    receipts.add(receipt.encode());
                }
            }
        } catch (IllegalStateException | theseus.protocol.MalformedException e) {
            throw damaged(header.height(), String.valueOf(e.getMessage()));
        }
        if (!MerkleTree.root(submissions).equals(header.transactionRoot())
                || !MerkleTree.root(receipts).equals(header.receiptRoot())) {
            throw damaged(header.height(), "its submissions or receipts are not those it names");
        }
    }

    /** A rejected copy may stand beside its original, which is the one to be found, or was. */
    private static void checkLocation(BlockStore blocks, Receipt receipt, long height, int index) {
        Hash id = receipt.submission();
        Optional<BlockStore.Location> found = blocks.find(id);
        BlockStore.Location here = new BlockStore.Location(height, index);
        boolean right =
                found.equals(Optional.of(here))
                        || receipt.status() instanceof Receipt.Status.Rejected
                                && found.map(at -> isOf(blocks, id, at)).orElse(true);
        if (!right) {
            throw damaged(height, "the lookup of " + id + " says " + found + ", not " + here);
        }
    }

    private static boolean isOf(BlockStore blocks, Hash id, BlockStore.Location at) {
        return at.height() < blocks.first()
                || at.index() < receipts(blocks, at.height())
                        && blocks.receipt(at.height(), at.index()).submission().equals(id);
    }

    private static int receipts(BlockStore blocks, long height) {
        return blocks.block(height).map(BlockStore.Stored::receipts).orElse(0);
    }

    static NodeException damaged(long height, String why) {
        return new NodeException("BACKUP_DAMAGED", "Block " + height + " is damaged: " + why);
    }
}
