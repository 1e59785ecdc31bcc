package theseus.node;

/** The content of a block was asked for that this node keeps no more. */
final class BlockPruned extends RuntimeException {
    static final String CODE = "BLOCK_PRUNED";

    private BlockPruned(String message) {
        super(message, null, false, false);
    }

    /**
     * @param first block whose content is kept
     * @throws BlockPruned when the block is an earlier one
     */
    static void check(long height, long first) {
        if (height < first) {
            throw new BlockPruned(
                    "The content of block "
                            + height
                            + " was pruned; this node keeps that of blocks from "
                            + first
                            + " on");
        }
    }

    HttpError answer() {
        return new HttpError(
                410,
                CODE,
                String.valueOf(getMessage()),
                "",
                "Its header is kept: /v1/blocks/{height}/certificate. For the content ask a node that"
                        + " keeps all, or restore an older backup",
                0);
    }
}
