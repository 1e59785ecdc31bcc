package theseus.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.kernel.spi.ChangeSet.Link;
import theseus.protocol.CborReader;
import theseus.protocol.CborWriter;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * The tables that joined or left the root with one block, and what their sets said before it: the
 * part of the block's undo that moves tables. In META under {@code 0‖'link'‖height}, as the CBOR
 * array of moves and sets.
 */
record BlockLinks(List<Move> moves, List<SetBefore> sets) {
    static final BlockLinks NONE = new BlockLinks(List.of(), List.of());

    private static final int JOIN = 0;
    private static final int LEAVE = 1;

    /** No table: an empty one moved, which is the same as none. */
    static final int NO_TABLE = -1;

    BlockLinks {
        moves = List.copyOf(moves);
        sets = List.copyOf(sets);
    }

    /**
     * A table that moved.
     *
     * @param number of the table, or {@link #NO_TABLE}
     * @param displaced number of the empty table that was under the root in its place, or {@link
     *     #NO_TABLE}
     */
    record Move(TableId table, Link link, int number, int displaced) {
        boolean joined() {
            return link instanceof Link.Join && number != NO_TABLE;
        }

        boolean left() {
            return link instanceof Link.Leave && number != NO_TABLE;
        }

        Hash set() {
            return switch (link) {
                case Link.Join join -> join.set();
                case Link.Leave leave -> leave.set();
            };
        }

        /** The table that was under the root before the block and is not after it. */
        int released() {
            return left() ? number : displaced;
        }
    }

    /** What a set that was touched said of itself before the block. */
    record SetBefore(Hash name, boolean existed, Bytes mark) {}

    boolean isEmpty() {
        return moves.isEmpty();
    }

    Optional<SetBefore> before(Hash set) {
        return sets.stream().filter(before -> before.name().equals(set)).findFirst();
    }

    boolean moved(int number) {
        return moves.stream()
                .anyMatch(move -> move.number() == number || move.displaced() == number);
    }

    boolean leaves(Hash set, TableId table) {
        return moves.stream()
                .anyMatch(
                        move ->
                                move.left()
                                        && move.set().equals(set)
                                        && move.table().equals(table));
    }

    boolean released(int number) {
        return moves.stream().anyMatch(move -> move.released() == number);
    }

    /** The numbers of the tables under the root before the block, from those after it. */
    Map<TableId, Integer> before(Map<TableId, Integer> after) {
        if (moves.isEmpty()) {
            return after;
        }
        Map<TableId, Integer> numbers = new HashMap<>(after);
        for (Move move : moves) {
            if (move.left()) {
                numbers.put(move.table(), move.number());
            } else if (move.displaced() != NO_TABLE) {
                numbers.put(move.table(), move.displaced());
            } else if (move.joined()) {
                numbers.remove(move.table());
            }
        }
        return Map.copyOf(numbers);
    }

    SortedMap<TableId, Link> links() {
        SortedMap<TableId, Link> links = new TreeMap<>();
        moves.forEach(move -> links.put(move.table(), move.link()));
        return links;
    }

    Bytes encode() {
        CborWriter out = new CborWriter().arrayHeader(2).arrayHeader(moves.size());
        for (Move move : moves) {
            out.arrayHeader(5)
                    .integer(move.link() instanceof Link.Join ? JOIN : LEAVE)
                    .bytes(move.set().bytes())
                    .bytes(move.table().encode())
                    .integer(move.number())
                    .integer(move.displaced());
        }
        out.arrayHeader(sets.size());
        for (SetBefore set : sets) {
            out.arrayHeader(3).bytes(set.name().bytes()).bool(set.existed()).bytes(set.mark());
        }
        return out.toBytes();
    }

    static BlockLinks decode(Bytes encoding) {
        CborReader in = new CborReader(encoding);
        in.expectArray(2);
        List<Move> moves = new ArrayList<>();
        for (int left = in.arrayHeader(); left > 0; left--) {
            in.expectArray(5);
            long kind = in.integer(Integer.SIZE);
            Hash set = in.hash();
            moves.add(
                    new Move(
                            TableId.decode(in.bytes()),
                            kind == JOIN ? new Link.Join(set) : new Link.Leave(set),
                            (int) in.integer(Integer.SIZE),
                            (int) in.integer(Integer.SIZE)));
        }
        List<SetBefore> sets = new ArrayList<>();
        for (int left = in.arrayHeader(); left > 0; left--) {
            in.expectArray(3);
            sets.add(new SetBefore(in.hash(), in.bool(), in.bytes()));
        }
        in.end();
        return new BlockLinks(moves, sets);
    }
}
