package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import theseus.kernel.BlockInput;
import theseus.kernel.BlockResult;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.HeldState;
import theseus.kernel.spi.StateView;
import theseus.protocol.CborWriter;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

@Timeout(30)
final class EffectsFeedTest {
    /** Heights of the states that are held. */
    private final Set<Long> open = new TreeSet<>();

    private long height;
    private final EffectsFeed feed = new EffectsFeed(0, () -> new Held(height, open));

    @Test
    void nothingIsKeptWhileNobodyFollows() {
        publish(block(1, 1));
        feed.join();
        assertTrue(feed.at(1).isEmpty());
        publish(block(2, 1));
        assertTrue(feed.at(2).isPresent());
        feed.leave();
        assertTrue(feed.at(2).isEmpty());
    }

    @Test
    void whoIsLateFindsNothing() {
        feed.join();
        for (int height = 1; height <= EffectsFeed.MAX_BLOCKS + 10; height++) {
            publish(block(height, 1));
        }
        assertTrue(feed.at(10).isEmpty());
        assertTrue(feed.at(11).isPresent());
    }

    @Test
    void largeBlocksPushOthersOut() {
        feed.join();
        publish(block(1, EffectsFeed.MAX_SIZE / 2));
        publish(block(2, EffectsFeed.MAX_SIZE / 2));
        assertTrue(feed.at(1).isPresent());
        publish(block(3, EffectsFeed.MAX_SIZE * 2));
        assertTrue(feed.at(1).isEmpty() && feed.at(2).isEmpty());
        assertTrue(feed.at(3).isPresent(), "the newest is kept whatever it changed");
    }

    @Test
    void whoWaitsIsWokenByABlockAndByTheEnd() throws Exception {
        Thread publisher = Thread.startVirtualThread(() -> publish(block(1, 1)));
        assertTrue(feed.await(1, 20_000));
        publisher.join();
        assertFalse(feed.await(2, 1));
        Thread closer = Thread.startVirtualThread(feed::close);
        assertFalse(feed.await(2, 20_000));
        closer.join();
    }

    @Test
    void statesAreHeldAsLongAsABlockIsKeptThatRanOnThem() {
        publish(block(1, 1));
        assertTrue(open.isEmpty(), "nobody follows");
        feed.join();
        publish(block(2, 1));
        publish(block(3, 1));
        assertEquals(Set.of(2L, 3L), open);
        assertTrue(feed.at(3).orElseThrow().before() instanceof Held held && held.height() == 2);
        assertTrue(feed.after(2).isPresent() && feed.after(3).isPresent());
        assertTrue(feed.after(4).isEmpty());
        publish(block(4, EffectsFeed.MAX_SIZE * 2));
        assertEquals(Set.of(3L, 4L), open);
        feed.leave();
        assertTrue(open.isEmpty(), "nobody follows any more");
    }

    @Test
    void aStateThatABlockHoldsItselfIsNotHeldTwice() {
        feed.join();
        publish(block(1, 1));
        Effects second = block(2, 1);
        open.add(100L);
        publish(new Effects(new Held(100, open), second.block(), second.result()));
        assertEquals(Set.of(2L, 100L), open);
    }

    private void publish(Effects effects) {
        height = effects.height();
        feed.publish(effects);
    }

    private record Held(long height, Set<Long> open) implements HeldState {
        Held {
            open.add(height);
        }

        @Override
        public StateView unlinked(Hash set) {
            return this;
        }

        @Override
        public Optional<Bytes> get(TableId table, Bytes key) {
            return Optional.empty();
        }

        @Override
        public List<Row> range(TableId table, Bytes from, Optional<Bytes> to, int limit) {
            return List.of();
        }

        @Override
        public void close() {
            assertTrue(open.remove(height), "closed twice: " + height);
        }
    }

    private static Effects block(long height, int changes) {
        SortedMap<Bytes, Optional<Bytes>> rows = new TreeMap<>();
        for (int i = 0; i < changes; i++) {
            rows.put(new CborWriter().integer(i).toBytes(), Optional.empty());
        }
        SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> tables = new TreeMap<>();
        tables.put(new TableId("a", "t", 1), rows);
        return new Effects(
                new StateView() {
                    @Override
                    public Optional<Bytes> get(TableId table, Bytes key) {
                        return Optional.empty();
                    }

                    @Override
                    public List<Row> range(
                            TableId table, Bytes from, Optional<Bytes> to, int limit) {
                        return List.of();
                    }
                },
                new BlockInput(
                        Hash.ZERO,
                        height,
                        height,
                        Hash.ZERO,
                        new PublicKey(PublicKey.ED25519, Hash.ZERO.bytes()),
                        List.of()),
                new BlockResult(new ChangeSet(tables), List.of(), List.of(), List.of(), List.of()));
    }
}
