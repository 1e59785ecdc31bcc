package theseus.health;

import java.util.List;
import theseus.protocol.Artifact;
import theseus.protocol.Plan.Schedule;
import theseus.protocol.Plan.Step;
import theseus.protocol.Plan.Window;

/**
 * What the voyage needs to replace a plank under way.
 *
 * @param stakeholders whose agreement the chain's policy asks; the first one proposes
 * @param candidate version 2 of the module {@code consent}
 * @param faulty a version 3 that honours revoked grants
 * @param twinMillis how long the load runs without an upgrade, before it and after it again
 */
public record VoyageUpgrades(
        List<Stakeholder> stakeholders,
        Artifact candidate,
        Artifact faulty,
        Assessor assessor,
        Schedule schedule,
        LoadConfig load,
        long twinMillis) {
    private static final long TWIN_MILLIS = 8_000;

    public VoyageUpgrades {
        stakeholders = List.copyOf(stakeholders);
    }

    public static VoyageUpgrades of(
            List<Stakeholder> stakeholders,
            Artifact candidate,
            Artifact faulty,
            Assessor assessor) {
        return new VoyageUpgrades(
                stakeholders,
                candidate,
                faulty,
                assessor,
                someSeconds(),
                LoadConfig.DEFAULT,
                TWIN_MILLIS);
    }

    /** Some twenty seconds under load, where a chain in earnest takes hours or days. */
    private static Schedule someSeconds() {
        Window few = new Window(20, 2_500, 1, 2);
        Window step = new Window(20, 2_500, 2, 4);
        return schedule(
                new Window(40, 4_000, 3, 8),
                List.of(new Step(1_000, few), new Step(5_000, step)),
                new Window(40, 5_000, 3, 8));
    }

    static Schedule schedule(Window shadow, List<Step> canary, Window probation) {
        return new Schedule(10_000, 10_000, 10_000, 5, 200, shadow, canary, probation, 4, 400);
    }
}
