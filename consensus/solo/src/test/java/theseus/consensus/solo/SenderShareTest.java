package theseus.consensus.solo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static theseus.consensus.solo.FakeApplication.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import theseus.kernel.spi.ConsensusEngine;
import theseus.kernel.spi.ConsensusEngine.Submitted;
import theseus.sdk.Bytes;

/** One sender neither fills the queue nor keeps what others sent waiting. */
@Timeout(30)
final class SenderShareTest {
    private static final byte LANE = 1;
    private final FakeApplication application = new FakeApplication(7, 1_000);
    private SoloEngine engine = engine(1_000, 500);

    private static SoloEngine engine(int queued, int perBlock) {
        return new SoloEngine(
                new SoloConfig(queued, 1 << 20, perBlock, 1 << 20, 4_000_000_000L, 0, 0));
    }

    @AfterEach
    void stop() {
        application.gate.countDown();
        engine.close();
    }

    private Submitted submit(int sender, int number) {
        return engine.submit(transaction((byte) 0, LANE, (byte) sender, number));
    }

    private int flood(int sender) {
        int accepted = 0;
        while (submit(sender, accepted) instanceof Submitted.Accepted) {
            accepted++;
        }
        return accepted;
    }

    @Test
    void oneSenderLeavesRoomInItsLane() {
        application.gate = new CountDownLatch(1);
        engine.start(application);
        int first = flood(1);
        assertTrue(first > 500, "first " + first);
        var refused = assertInstanceOf(Submitted.Rejected.class, submit(1, first));
        assertEquals(ConsensusEngine.SENDER_BUSY, refused.code());
        assertTrue(refused.retryAfterMillis() > 0);
        int second = flood(2);
        int third = flood(3);
        assertTrue(second > 20 && third > 0, "second " + second + ", third " + third);
    }

    @Test
    void sendersTakeTurnsInABlock() throws Exception {
        engine.close();
        engine = engine(1_000, 30);
        application.gate = new CountDownLatch(1);
        engine.start(application);
        submit(9, 0);
        application.entered.take();
        for (int i = 0; i < 200; i++) {
            submit(1, i);
        }
        for (int i = 0; i < 10; i++) {
            submit(2, i);
        }
        application.gate.countDown();
        application.committed.take();
        List<Bytes> block = application.committed.take().transactions();
        assertEquals(30, block.size());
        assertEquals(10, block.stream().filter(one -> one.at(2) == 2).count());
        List<Bytes> all = new ArrayList<>(block);
        while (all.size() < 210) {
            all.addAll(application.committed.take().transactions());
        }
        for (byte sender = 1; sender <= 2; sender++) {
            int number = 0;
            for (Bytes one : all) {
                if (one.at(2) == sender) {
                    assertEquals(transaction((byte) 0, LANE, sender, number++), one);
                }
            }
        }
    }
}
