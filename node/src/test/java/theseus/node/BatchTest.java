package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class BatchTest {
    @Test
    void growsWhileStepsAreQuickAndNeverBeyondTheMost() {
        Batch batch = new Batch(500);
        assertEquals(Batch.FIRST_RECORDS, batch.records());
        for (int i = 0; i < 20; i++) {
            batch.took(1_000);
        }
        assertEquals(500, batch.records());
        assertEquals(3, new Batch(3).records());
    }

    @Test
    void shrinksWhileStepsAreSlowAndNeverToNothing() {
        Batch batch = new Batch(500);
        for (int i = 0; i < 20; i++) {
            batch.took(Batch.AIM_NANOS * 10);
        }
        assertEquals(1, batch.records());
    }

    @Test
    void settlesWhereAStepTakesAboutWhatIsAimedAt() {
        long nanosOfRecord = 100_000;
        Batch batch = new Batch(10_000);
        for (int i = 0; i < 30; i++) {
            batch.took(batch.records() * nanosOfRecord);
        }
        long nanos = batch.records() * nanosOfRecord;
        assertTrue(nanos >= Batch.AIM_NANOS && nanos <= 2 * Batch.AIM_NANOS, "" + nanos);
    }
}
