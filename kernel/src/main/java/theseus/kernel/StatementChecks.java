package theseus.kernel;

import java.util.Optional;
import theseus.kernel.spi.StateView;
import theseus.protocol.Limits;
import theseus.protocol.Statement;
import theseus.sdk.Bytes;

/**
 * What must hold for a validator's statement to count. Until plans exist there is none that it
 * could speak of, so the last check refuses what passed all others.
 */
final class StatementChecks {
    private StatementChecks() {}

    /** For a block of {@code block}'s height; {@code state} holds the statements counted so far. */
    static Rejection check(BlockContext block, StateView state, Statement statement) {
        return window(statement)
                .or(() -> height(block, statement))
                .or(() -> checkIgnoringHeight(block, state, statement))
                .orElseGet(StatementChecks::noSuchPlan);
    }

    /** For the queue, where the height of its block is not known yet. */
    static Rejection toQueue(BlockContext block, StateView state, Statement statement) {
        return window(statement)
                .or(() -> checkIgnoringHeight(block, state, statement))
                .orElseGet(StatementChecks::noSuchPlan);
    }

    private static Rejection noSuchPlan() {
        return new Rejection(Codes.NO_SUCH_PLAN, "the chain has no plan that it could speak of");
    }

    private static Optional<Rejection> checkIgnoringHeight(
            BlockContext block, StateView state, Statement statement) {
        if (!statement.chain().equals(block.chain().chain())) {
            return rejected(
                    Codes.WRONG_CHAIN,
                    "it is for chain %s, this is chain %s"
                            .formatted(statement.chain(), block.chain().chain()));
        }
        if (!statement.moduleSet().equals(block.chain().moduleSet())) {
            return rejected(
                    Codes.WRONG_MODULE_SET,
                    "it speaks about module set %s, in force is %s"
                            .formatted(statement.moduleSet(), block.chain().moduleSet()));
        }
        Bytes validator = KernelTables.key(statement.validator());
        if (block.start().get(KernelTables.VALIDATORS, validator).isEmpty()) {
            return rejected(Codes.NOT_A_VALIDATOR, "its key has no voting power");
        }
        if (state.get(
                        KernelTables.STATEMENTS,
                        KernelTables.key(statement.lastHeight(), statement.id()))
                .isPresent()) {
            return rejected(Codes.ALREADY_COMMITTED, "it was counted before");
        }
        return block.signatures()
                        .verify(
                                statement.validator(),
                                statement.signingBytes(),
                                statement.signature())
                ? Optional.empty()
                : rejected(Codes.BAD_SIGNATURE, "its signature is not valid");
    }

    private static Optional<Rejection> window(Statement statement) {
        return statement.lastHeight() - statement.firstHeight() < Limits.MAX_STATEMENT_WINDOW
                ? Optional.empty()
                : rejected(
                        Codes.OUTSIDE_WINDOW,
                        "its window is wider than %d blocks"
                                .formatted(Limits.MAX_STATEMENT_WINDOW));
    }

    private static Optional<Rejection> height(BlockContext block, Statement statement) {
        return statement.firstHeight() <= block.height() && block.height() <= statement.lastHeight()
                ? Optional.empty()
                : rejected(
                        Codes.OUTSIDE_WINDOW,
                        "it is for blocks %d to %d, this is block %d"
                                .formatted(
                                        statement.firstHeight(),
                                        statement.lastHeight(),
                                        block.height()));
    }

    private static Optional<Rejection> rejected(String code, String explanation) {
        return Optional.of(new Rejection(code, explanation));
    }
}
