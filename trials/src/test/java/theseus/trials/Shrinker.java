package theseus.trials;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Leaves out of a run what its difference does not need: blocks after it, runs of blocks, blocks,
 * moves, messages. What is left still shows a difference of the same kind.
 */
final class Shrinker {
    private static final int MOST_RUNS = 600;
    private static final long MOST_NANOS = 60_000_000_000L;

    private final long until = System.nanoTime() + MOST_NANOS;
    private List<List<Move>> blocks;
    private Difference found;
    private int runs;

    private Shrinker(List<List<Move>> blocks, Difference found) {
        this.blocks = blocks;
        this.found = found;
    }

    /** The difference of the shortest run that was found, with its moves. */
    static Difference shrink(List<List<Move>> blocks, Difference found) {
        Shrinker shrinker = new Shrinker(List.copyOf(blocks.subList(0, found.block + 1)), found);
        int before;
        do {
            before = shrinker.size();
            shrinker.leaveOutBlocks();
            shrinker.leaveOutMoves();
        } while (shrinker.size() < before && shrinker.mayRun());
        return shrinker.told();
    }

    private void leaveOutBlocks() {
        for (int length = Math.max(1, blocks.size() / 2); length > 0; length /= 2) {
            for (int from = blocks.size() - length; from >= 0; from -= length) {
                List<List<Move>> fewer = new ArrayList<>(blocks);
                fewer.subList(from, from + length).clear();
                if (!tryOut(fewer)) {
                    List<List<Move>> empty = new ArrayList<>(blocks);
                    empty.subList(from, from + length).replaceAll(_ -> List.of());
                    tryOut(empty);
                }
            }
        }
    }

    private void leaveOutMoves() {
        for (int block = blocks.size() - 1; block >= 0; block--) {
            for (int i = block < blocks.size() ? blocks.get(block).size() - 1 : -1; i >= 0; i--) {
                Move move = blocks.get(block).get(i);
                if (!tryOut(with(block, i, Optional.empty()))
                        && move instanceof Move.Send(var sender, var messages)
                        && messages.size() > 1) {
                    for (var one : messages) {
                        Move.Send less = new Move.Send(sender, List.of(one));
                        if (tryOut(with(block, i, Optional.of(less)))) {
                            break;
                        }
                    }
                }
                if (block >= blocks.size()) {
                    break;
                }
            }
        }
    }

    private List<List<Move>> with(int block, int at, Optional<Move> other) {
        List<Move> moves = new ArrayList<>(blocks.get(block));
        moves.remove(at);
        other.ifPresent(move -> moves.add(at, move));
        List<List<Move>> changed = new ArrayList<>(blocks);
        changed.set(block, moves);
        return changed;
    }

    private boolean mayRun() {
        return runs < MOST_RUNS && System.nanoTime() < until;
    }

    private boolean tryOut(List<List<Move>> candidate) {
        if (!mayRun() || candidate.equals(blocks)) {
            return false;
        }
        runs++;
        Optional<Difference> seen = ModelRun.difference(candidate);
        if (seen.isEmpty() || !seen.get().kind.equals(found.kind)) {
            return false;
        }
        found = seen.get();
        blocks = List.copyOf(candidate.subList(0, found.block + 1));
        return true;
    }

    /** What there is to read, and to run. */
    private int size() {
        return blocks.size() + blocks.stream().mapToInt(List::size).sum();
    }

    private Difference told() {
        String text =
                "%s\nafter %d moves in %d blocks (%d runs to find them):\n%s"
                        .formatted(
                                found.getMessage(),
                                blocks.stream().mapToInt(List::size).sum(),
                                blocks.size(),
                                runs,
                                String.join("\n", found.story));
        return new Difference(found.block, found.kind, text, found.story, found);
    }
}
