package theseus.kernel;

import theseus.protocol.Transaction;

/**
 * One set of versions to execute with: those in force, or the candidates of a plan.
 *
 * @param block with the instances of this world
 * @param gasFactor what an execution may use, times the limit that it was given
 * @param reads where what is read is noted
 */
record World(BlockContext block, int gasFactor, Reads reads) {
    /** The world of the versions in force, or of candidates where nothing stands beside them. */
    static World of(BlockContext block) {
        return new World(block, 1, Reads.off());
    }

    long gasLimit(Transaction transaction) {
        return Math.multiplyExact(transaction.gasLimit(), (long) gasFactor);
    }

    long routineGas() {
        return Math.multiplyExact(block.chain().parameters().routineGas(), (long) gasFactor);
    }
}
