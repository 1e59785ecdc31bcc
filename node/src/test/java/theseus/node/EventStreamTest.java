package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import theseus.client.ApiException;
import theseus.client.ChainClient;
import theseus.client.ChainEvent;
import theseus.client.EventStream;
import theseus.client.Wait;
import theseus.module.assets.Assets;
import theseus.protocol.Message;

@Timeout(120)
final class EventStreamTest {
    private static final int EVENTS = 200;

    @TempDir Path directory;

    @Test
    void aStreamGoesOnWhereItBroke() {
        NodeConfig config = TestChain.config(directory.resolve("node"));
        TestChain.create(config);
        try (Node node = Node.start(config);
                ChainClient client = ChainClient.connect(TestChain.address(node))) {
            EventStream live = client.events("1:0:0", "gold", "Transferred");
            List<List<Message>> transfers = new ArrayList<>();
            for (int i = 1; i <= EVENTS / 2; i++) {
                Message one =
                        Message.of(
                                "gold", new Assets.Transfer(TestChain.account(TestChain.OTHER), i));
                transfers.add(List.of(one, one)); // two events each
            }
            client.sender(TestChain.ISSUER).sendAll(transfers, Wait.ACCEPTED);
            List<ChainEvent> all = read(live, EVENTS);
            live.close();
            for (int i = 0; i < EVENTS; i++) {
                assertEquals(i / 2 + 1, all.get(i).body().path("amount").asInt());
            }
            for (int broke : new int[] {0, 1, EVENTS / 2, EVENTS - 2}) {
                try (EventStream resumed = client.eventsAfter(all.get(broke).position())) {
                    assertEquals(all.subList(broke + 1, EVENTS), read(resumed, EVENTS - broke - 1));
                }
                try (EventStream again = client.events(all.get(broke).position(), "", "")) {
                    assertEquals(all.get(broke), again.next().orElseThrow());
                }
            }
            String first = all.getFirst().position();
            String beyond = first.substring(0, first.lastIndexOf(':') + 1) + Integer.MAX_VALUE;
            try (EventStream next = client.eventsAfter(beyond)) {
                assertEquals(all.get(2), next.next().orElseThrow());
            }
            try (EventStream none = client.events("1:0:0", "gold", "Issued")) {
                client.sender(TestChain.ISSUER)
                        .send("gold", new Assets.Issue(TestChain.account(TestChain.OTHER), 9));
                assertEquals("Issued", none.next().orElseThrow().name());
            }
        }
    }

    @Test
    void streamsAreBoundedAndEndWithTheNode() {
        NodeConfig config = TestChain.config(directory.resolve("node"));
        TestChain.create(config);
        List<EventStream> streams = new ArrayList<>();
        Node node = Node.start(config);
        try (ChainClient client = ChainClient.connect(TestChain.address(node))) {
            int refused = 0;
            for (int i = 0; i < HttpConfig.DEFAULT.quota().streamsPerClient() + 3; i++) {
                try {
                    streams.add(client.events("", "", ""));
                } catch (ApiException e) {
                    assertEquals("QUOTA", e.code());
                    assertTrue(e.retryAfterMillis() > 0);
                    refused++;
                }
            }
            assertEquals(3, refused);
            node.close();
            for (EventStream stream : streams) {
                assertTrue(stream.next().isEmpty());
            }
        } finally {
            node.close();
        }
    }

    private static List<ChainEvent> read(EventStream stream, int count) {
        List<ChainEvent> events = new ArrayList<>();
        while (events.size() < count) {
            events.add(stream.next().orElseThrow());
        }
        return events;
    }
}
