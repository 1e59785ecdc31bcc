package theseus.module.governance.v2;

import theseus.sdk.AccountId;
import theseus.sdk.Change;
import theseus.sdk.Context;
import theseus.sdk.Definition;
import theseus.sdk.Table;

/** Lets members bring artifacts onto the chain, so much in a window. The chain keeps the pieces. */
final class Staging {
    /** How many pieces an account staged in the window with this number. */
    public record Staged(long window, int pieces) {}

    private final Table<AccountId, Staged> staged =
            Table.of("staged", AccountId.class, Staged.class);

    void define(Definition module) {
        module.table(staged);
    }

    void stage(Context context, Rules policy, Governance.StageChunk chunk) {
        long window = context.height() / policy.windowBlocks();
        Staged last = context.get(staged, context.sender()).orElse(new Staged(window, 0));
        int before = last.window() == window ? last.pieces() : 0;
        context.require(before < policy.piecesPerWindow(), Governance.Refused.TOO_MANY_PIECES);
        context.propose(
                new Change.StageChunk(
                        chunk.artifact(), chunk.index(), chunk.count(), chunk.content()));
        context.put(staged, context.sender(), new Staged(window, before + 1));
    }
}
