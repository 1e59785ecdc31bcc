package theseus.consensus.solo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static theseus.consensus.solo.FakeApplication.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import theseus.kernel.spi.ConsensusEngine;
import theseus.kernel.spi.ConsensusEngine.Committed;
import theseus.kernel.spi.ConsensusEngine.NotCommitted;
import theseus.kernel.spi.ConsensusEngine.Submitted;
import theseus.sdk.Bytes;

@Timeout(60)
final class SoloEngineTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final SoloConfig QUIET = SoloConfig.DEFAULT.withHeartbeatMillis(0);

    private final FakeApplication application = new FakeApplication(7, NOW);
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private SoloEngine engine = engine(QUIET);

    private SoloEngine engine(SoloConfig config) {
        return new SoloEngine(config, () -> NOW, failure::complete);
    }

    @AfterEach
    void stop() {
        application.gate.countDown();
        engine.close();
    }

    @Test
    void aBlockIsMadeAsSoonAsThereIsWork() throws Exception {
        engine.start(application);
        Committed committed = await(submit(transaction((byte) 0, 1)));
        assertEquals(8, committed.height());
        assertEquals(0, committed.index());
        assertEquals(1, application.committed.take().transactions().size());
    }

    @Test
    void theOrderOfAcceptanceIsTheOrderInTheBlocks() throws Exception {
        application.gate = new CountDownLatch(1);
        engine.start(application);
        List<Bytes> sent = new ArrayList<>();
        List<CompletableFuture<Committed>> answers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            sent.add(transaction((byte) 0, i));
            answers.add(submit(sent.get(i)));
        }
        application.gate.countDown();
        for (CompletableFuture<Committed> answer : answers) {
            await(answer);
        }
        List<Bytes> seen = new ArrayList<>();
        while (!application.committed.isEmpty()) {
            seen.addAll(application.committed.take().transactions());
        }
        assertEquals(sent, seen);
    }

    @Test
    void blockTimeRisesStrictlyWhileTheClockStands() throws Exception {
        engine.start(application);
        long before = NOW;
        for (int i = 0; i < 5; i++) {
            await(submit(transaction((byte) 0, i)));
            long time = application.committed.take().timeMillis();
            assertTrue(time > before, time + " after " + before);
            before = time;
        }
    }

    @Test
    void heartbeatBlocksComeWithoutWork() throws Exception {
        engine = engine(QUIET.withHeartbeatMillis(5));
        engine.start(application);
        for (long height = 8; height < 12; height++) {
            FakeApplication.Seen block = application.committed.take();
            assertEquals(height, block.height());
            assertTrue(block.transactions().isEmpty());
        }
    }

    @Test
    void whileItIsHinderedNothingIsTakenAndWhatWasAcceptedWaits() throws Exception {
        AtomicReference<Optional<String>> hindrance = new AtomicReference<>(Optional.empty());
        Semaphore hindered = new Semaphore(0);
        engine =
                new SoloEngine(
                        QUIET,
                        () -> NOW,
                        failure::complete,
                        () -> {
                            Optional<String> why = hindrance.get();
                            why.ifPresent(any -> hindered.release());
                            return why;
                        });
        application.gate = new CountDownLatch(1);
        engine.start(application);
        CompletableFuture<Committed> underWay = submit(transaction((byte) 0, 1));
        application.entered.take();
        CompletableFuture<Committed> accepted = submit(transaction((byte) 0, 2));
        hindrance.set(Optional.of("the disk is full"));
        application.gate.countDown();
        await(underWay);
        var refused =
                assertInstanceOf(Submitted.Rejected.class, engine.submit(transaction((byte) 0, 3)));
        assertEquals(ConsensusEngine.PAUSED, refused.code());
        assertTrue(refused.retryAfterMillis() > 0);
        hindered.acquire(3); // here, and twice before a block
        assertFalse(accepted.isDone());
        hindrance.set(Optional.empty());
        assertEquals(9, await(accepted).height());
    }

    @Test
    void aFullQueueRefusesAndLosesNothing() throws Exception {
        engine = engine(new SoloConfig(10, 1 << 20, 5, 1 << 20, 4_000_000_000L, 0, 0));
        application.gate = new CountDownLatch(1);
        engine.start(application);
        List<CompletableFuture<Committed>> accepted = new ArrayList<>();
        for (int i = 0; i < 8; i++) { // one lane leaves something to the others
            accepted.add(submit(transaction((byte) 0, i)));
        }
        Bytes next = transaction((byte) 0, 8);
        var refused = assertInstanceOf(Submitted.Rejected.class, engine.submit(next));
        assertEquals(ConsensusEngine.BUSY, refused.code());
        assertTrue(refused.retryAfterMillis() > 0);
        application.gate.countDown();
        for (CompletableFuture<Committed> answer : accepted) {
            await(answer);
        }
        await(submit(next));
        assertEquals(0, engine.queued());
    }

    @Test
    void bytesAreBoundedToo() {
        engine = engine(new SoloConfig(10_000, 256 * 1024, 5, 1 << 20, 4_000_000_000L, 0, 0));
        application.gate = new CountDownLatch(1);
        engine.start(application);
        int accepted = 0;
        while (engine.submit(transaction((byte) 0, accepted)) instanceof Submitted.Accepted) {
            accepted++;
        }
        int most = 256 * 1024 / 32;
        assertTrue(accepted < most && accepted > most / 2, accepted + " of " + most);
    }

    @Test
    void aFloodedLaneLeavesRoomToOthersAndMostToRepairs() throws Exception {
        engine = engine(new SoloConfig(1_000, 1 << 20, 500, 1 << 20, 4_000_000_000L, 0, 0));
        application.gate = new CountDownLatch(1);
        engine.start(application);
        int flood = flood((byte) 1);
        int second = flood((byte) 2);
        int third = flood((byte) 3);
        assertTrue(flood > 600 && flood < 750, "flood " + flood);
        assertTrue(second > 100 && third > 10, "second " + second + ", third " + third);
        assertTrue(900 >= flood + second + third);
        int repairs = flood(FakeApplication.RECOVERY);
        assertTrue(repairs >= 75, "repairs " + repairs);
        int statements = flood(FakeApplication.STATEMENT);
        assertEquals(25, statements);
        assertEquals(1_000, flood + second + third + repairs + statements);
        Submitted full = engine.submit(transaction((byte) 0, FakeApplication.STATEMENT, 1_000_000));
        assertEquals(ConsensusEngine.BUSY, assertInstanceOf(Submitted.Rejected.class, full).code());
    }

    @Test
    void whatIsTurnedAwayForItsLaneMayBeSentAgain() throws Exception {
        engine = engine(new SoloConfig(10, 1 << 20, 5, 1 << 20, 4_000_000_000L, 0, 0));
        application.gate = new CountDownLatch(1);
        engine.start(application);
        int accepted = flood((byte) 1);
        Bytes again = transaction((byte) 0, (byte) 1, accepted);
        assertInstanceOf(Submitted.Rejected.class, engine.submit(again));
        application.gate.countDown();
        Submitted answer = engine.submit(again);
        while (answer instanceof Submitted.Rejected) {
            Thread.onSpinWait();
            answer = engine.submit(again);
        }
        await(assertInstanceOf(Submitted.Accepted.class, answer).committed().toCompletableFuture());
    }

    @Test
    void lanesShareABlockAndWhatOneLeavesOthersTake() throws Exception {
        engine = engine(new SoloConfig(1_000, 1 << 20, 30, 1 << 20, 4_000_000_000L, 0, 0));
        application.gate = new CountDownLatch(1);
        engine.start(application);
        submit(transaction((byte) 0, (byte) 9, 0));
        application.entered.take();
        for (int i = 0; i < 100; i++) {
            submit(transaction((byte) 0, (byte) 1, i));
        }
        for (int i = 0; i < 100; i++) {
            submit(transaction((byte) 0, (byte) 2, i));
        }
        for (int i = 0; i < 4; i++) {
            submit(transaction((byte) 0, (byte) 3, i));
        }
        submit(transaction((byte) 0, FakeApplication.STATEMENT, 0));
        application.gate.countDown();
        application.committed.take();
        List<Bytes> block = application.committed.take().transactions();
        assertEquals(30, block.size());
        assertEquals(4, block.stream().filter(one -> one.at(1) == 3).count());
        assertEquals(
                1, block.stream().filter(one -> one.at(1) == FakeApplication.STATEMENT).count());
        long first = block.stream().filter(one -> one.at(1) == 1).count();
        assertTrue(first == 12 || first == 13, "first " + first);
        List<Bytes> ofFirst = block.stream().filter(one -> one.at(1) == 1).toList();
        for (int i = 0; i < ofFirst.size(); i++) {
            assertEquals(transaction((byte) 0, (byte) 1, i), ofFirst.get(i));
        }
    }

    private int flood(byte lane) {
        int accepted = 0;
        while (engine.submit(transaction((byte) 0, lane, accepted)) instanceof Submitted.Accepted) {
            accepted++;
        }
        return accepted;
    }

    @Test
    void whatCheckTxRefusesIsNotQueued() {
        engine.start(application);
        var refused =
                assertInstanceOf(
                        Submitted.Rejected.class,
                        engine.submit(transaction(FakeApplication.REFUSED, 1)));
        assertEquals("NO", refused.code());
        assertEquals(0, refused.retryAfterMillis());
        assertEquals(0, engine.queued());
    }

    @Test
    void theSameTransactionSentTwiceIsQueuedOnceAndAnsweredTwice() throws Exception {
        application.gate = new CountDownLatch(1);
        engine.start(application);
        CompletableFuture<Committed> first = submit(transaction((byte) 0, 1));
        CompletableFuture<Committed> second = submit(transaction((byte) 0, 1));
        application.gate.countDown();
        assertEquals(await(first), await(second));
        assertEquals(1, application.committed.take().transactions().size());
    }

    @Test
    void whatBecameInvalidWhileWaitingIsToldSo() throws Exception {
        application.gate = new CountDownLatch(1);
        engine.start(application);
        CompletableFuture<Committed> good = submit(transaction((byte) 0, 1));
        CompletableFuture<Committed> late = submit(transaction(FakeApplication.LEFT_OUT, 2));
        application.gate.countDown();
        await(good);
        var thrown = assertThrows(CompletionException.class, late::join);
        assertEquals("EXPIRED", assertInstanceOf(NotCommitted.class, thrown.getCause()).code());
        assertEquals(0, engine.queued());
    }

    @Test
    void whatAProposalLeavesForLaterKeepsItsOrder() throws Exception {
        application.gate = new CountDownLatch(1);
        engine.start(application);
        CompletableFuture<Committed> first = submit(transaction((byte) 0, 1));
        application.entered.take();
        List<Bytes> next =
                List.of(
                        transaction((byte) 0, 2),
                        transaction(FakeApplication.LATER, 3),
                        transaction((byte) 0, 4));
        List<CompletableFuture<Committed>> answers = next.stream().map(this::submit).toList();
        application.gate.countDown();
        await(first);
        assertEquals(9, await(answers.get(0)).height());
        assertEquals(10, await(answers.get(1)).height());
        assertEquals(10, await(answers.get(2)).height());
        application.committed.take();
        assertEquals(next.subList(0, 1), application.committed.take().transactions());
        assertEquals(next.subList(1, 3), application.committed.take().transactions());
    }

    @Test
    void closingEndsTheBlockUnderWayAndTellsTheRest() throws Exception {
        application.gate = new CountDownLatch(1);
        engine.start(application);
        CompletableFuture<Committed> underWay = submit(transaction((byte) 0, 1));
        application.entered.take();
        CompletableFuture<Committed> waiting = submit(transaction((byte) 0, 2));
        Thread closing = Thread.startVirtualThread(engine::close);
        while (!(engine.submit(transaction((byte) 0, 3)) instanceof Submitted.Rejected)) {
            Thread.onSpinWait();
        }
        application.gate.countDown();
        closing.join();
        assertEquals(8, await(underWay).height());
        var thrown = assertThrows(CompletionException.class, waiting::join);
        assertEquals(
                ConsensusEngine.STOPPED,
                assertInstanceOf(NotCommitted.class, thrown.getCause()).code());
        assertEquals(1, application.committed.size());
    }

    @Test
    void aFailingApplicationStopsTheEngineAndSaysSo() throws Exception {
        engine.start(application);
        CompletableFuture<Committed> answer = submit(transaction(FakeApplication.FAILS, 1));
        assertEquals("disk on fire", failure.get(30, TimeUnit.SECONDS).getMessage());
        var thrown = assertThrows(CompletionException.class, answer::join);
        assertInstanceOf(NotCommitted.class, thrown.getCause());
        var refused =
                assertInstanceOf(Submitted.Rejected.class, engine.submit(transaction((byte) 0, 2)));
        assertSame(ConsensusEngine.STOPPED, refused.code());
        assertTrue(application.committed.isEmpty());
    }

    private CompletableFuture<Committed> submit(Bytes transaction) {
        var accepted = assertInstanceOf(Submitted.Accepted.class, engine.submit(transaction));
        return accepted.committed().toCompletableFuture();
    }

    private static Committed await(CompletableFuture<Committed> answer) throws Exception {
        return answer.get(30, TimeUnit.SECONDS);
    }
}
