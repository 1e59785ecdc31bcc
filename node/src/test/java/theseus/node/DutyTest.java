package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class DutyTest {
    private static final long GAS = 10 * Duty.MIN_GAS;

    @Test
    void slowBlocksTakeTheDutyDownAndFastOnesBringItBack() {
        Duty duty = new Duty(20, 80);
        for (int i = 0; i < 50; i++) {
            duty.block(GAS, 10_000_000);
        }
        assertEquals(80, duty.percent());
        for (int i = 0; i < 20; i++) {
            duty.block(GAS, 20_000_000);
        }
        assertEquals(20, duty.percent());
        for (int i = 0; i < 100; i++) {
            duty.block(GAS, 10_000_000);
        }
        assertEquals(80, duty.percent());
    }

    @Test
    void smallBlocksSayNothing() {
        Duty duty = new Duty(20, 80);
        duty.block(GAS, 1);
        for (int i = 0; i < 50; i++) {
            duty.block(Duty.MIN_GAS - 1, 1_000_000_000);
        }
        assertEquals(80, duty.percent());
    }

    @Test
    void theRestIsWhatTheDutyLeaves() {
        Duty duty = new Duty(20, 20);
        assertEquals(4_000_000, duty.pauseNanos(1_000_000));
        assertTrue(duty.pauseNanos(Long.MAX_VALUE / 200) <= 200_000_000);
    }
}
