package theseus.node;

import java.util.ArrayList;
import java.util.List;
import theseus.kernel.Powers;
import theseus.protocol.Certificate;
import theseus.protocol.Genesis;
import theseus.protocol.Header;
import theseus.protocol.MerkleTree;
import theseus.protocol.ValidatorSet;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Checks stored blocks against the newest header, down to the genesis: each is the parent of the
 * next, and what is kept of submissions and receipts is what it says.
 */
final class StoredChain {
    private StoredChain() {}

    /**
     * @param tip which was checked against the state
     * @throws NodeException naming the first block that is not what the one after it says
     */
    static void check(Genesis genesis, Tip tip, BlockStore blocks, Rebuild.Progress progress) {
        tip.certificate().ifPresent(certificate -> checkCertificate(genesis, tip, certificate));
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

    private static void checkCertificate(Genesis genesis, Tip tip, Certificate certificate) {
        ValidatorSet ofGenesis = ValidatorSet.of(genesis.validators());
        ValidatorSet ofNow = Powers.read(tip.state()).validators();
        Certificate.Verdict verdict = certificate.verify(genesis.hash(), ofNow);
        if (!verdict.isCertain()
                && !certificate.verify(genesis.hash(), ofGenesis).isCertain()
                && verdict instanceof Certificate.Verdict.Refused refused) {
            throw damaged(tip.height(), "its certificate proves nothing: " + refused.explanation());
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
                blocks.receipts(header.height(), i / BlockStore.CHUNK)
                        .forEach(receipt -> receipts.add(receipt.encode()));
            }
        } catch (IllegalStateException | theseus.protocol.MalformedException e) {
            throw damaged(header.height(), String.valueOf(e.getMessage()));
        }
        if (!MerkleTree.root(submissions).equals(header.transactionRoot())
                || !MerkleTree.root(receipts).equals(header.receiptRoot())) {
            throw damaged(header.height(), "its submissions or receipts are not those it names");
        }
    }

    private static NodeException damaged(long height, String why) {
        return new NodeException("BACKUP_DAMAGED", "Block " + height + " is damaged: " + why);
    }
}
