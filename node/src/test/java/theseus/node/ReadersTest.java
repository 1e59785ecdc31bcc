package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nobody has all the readers. */
@Timeout(60)
final class ReadersTest {
    private final CountDownLatch release = new CountDownLatch(1);
    private final ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor();
    private final Readers readers = new Readers(2, () -> null); // no task here needs a kernel

    @AfterEach
    void stop() {
        release.countDown();
        askers.close();
        readers.close();
    }

    private String held() throws InterruptedException {
        release.await();
        return "held";
    }

    @Test
    void oneClientTakesAPartOfThePlaces() throws Exception {
        List<Future<String>> greedy = new ArrayList<>();
        for (int i = 0; i < Readers.MAX_TASKS_PER_CLIENT; i++) {
            greedy.add(askers.submit(() -> readers.ask("greedy", kernel -> held())));
        }
        TestDoor.await(() -> readers.taken() == Readers.MAX_TASKS_PER_CLIENT);
        HttpError refused =
                assertThrows(
                        HttpError.class, () -> readers.ask("greedy", kernel -> "one too many"));
        assertEquals("QUOTA", refused.code());
        Future<String> other = askers.submit(() -> readers.ask("other", kernel -> "answered"));
        TestDoor.await(() -> readers.taken() == Readers.MAX_TASKS_PER_CLIENT + 1);
        release.countDown();
        assertEquals("answered", other.get());
        for (Future<String> one : greedy) {
            assertEquals("held", one.get());
        }
        assertEquals(0, readers.taken());
    }

    @Test
    void whatTakesLongLeavesAReaderToOthers() throws Exception {
        List<Future<String>> explained = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String client = "client " + i;
            explained.add(askers.submit(() -> readers.askLong(client, kernel -> held())));
        }
        TestDoor.await(() -> readers.waitingLong() == 3 && readers.taken() == 1);
        assertEquals("answered", readers.ask("other", kernel -> "answered"));
        release.countDown();
        for (Future<String> one : explained) {
            assertEquals("held", one.get());
        }
    }
}
