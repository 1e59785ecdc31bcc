package theseus.node;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import theseus.kernel.BlockInput;
import theseus.kernel.BlockResult;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.StateView;
import theseus.protocol.CborWriter;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

@Timeout(30)
final class EffectsFeedTest {
    private final EffectsFeed feed = new EffectsFeed(0);

    @Test
    void nothingIsKeptWhileNobodyFollows() {
        feed.publish(block(1, 1));
        feed.join();
        assertTrue(feed.at(1).isEmpty());
        feed.publish(block(2, 1));
        assertTrue(feed.at(2).isPresent());
        feed.leave();
        assertTrue(feed.at(2).isEmpty());
    }

    @Test
    void whoIsLateFindsNothing() {
        feed.join();
        for (int height = 1; height <= EffectsFeed.MAX_BLOCKS + 10; height++) {
            feed.publish(block(height, 1));
        }
        assertTrue(feed.at(10).isEmpty());
        assertTrue(feed.at(11).isPresent());
    }

    @Test
    void largeBlocksPushOthersOut() {
        feed.join();
        feed.publish(block(1, EffectsFeed.MAX_SIZE / 2));
        feed.publish(block(2, EffectsFeed.MAX_SIZE / 2));
        assertTrue(feed.at(1).isPresent());
        feed.publish(block(3, EffectsFeed.MAX_SIZE * 2));
        assertTrue(feed.at(1).isEmpty() && feed.at(2).isEmpty());
        assertTrue(feed.at(3).isPresent(), "the newest is kept whatever it changed");
    }

    @Test
    void whoWaitsIsWokenByABlockAndByTheEnd() throws Exception {
        Thread publisher = Thread.startVirtualThread(() -> feed.publish(block(1, 1)));
        assertTrue(feed.await(1, 20_000));
        publisher.join();
        assertFalse(feed.await(2, 1));
        Thread closer = Thread.startVirtualThread(feed::close);
        assertFalse(feed.await(2, 20_000));
        closer.join();
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
