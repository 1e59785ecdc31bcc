package theseus.node;

import java.util.Map;
import java.util.TreeMap;
import theseus.kernel.Plans;

/** Plans and those who follow them, for Prometheus. */
record FollowerMetrics(Followers followers) {
    void writeTo(PrometheusText text, Plans plans) {
        Map<String, Number> phases = new TreeMap<>();
        for (Plans.Standing plan : plans.active()) {
            phases.put(
                    "plan=\"" + plan.id() + "\",phase=\"" + plan.phase().name() + "\"",
                    plan.record().step() + 1);
        }
        text.family(
                "theseus_plan_phase",
                "gauge",
                "Active plans by their phase: 1, and the step of a canary more",
                phases);
        Map<String, Number> lag = new TreeMap<>();
        Map<String, Number> records = new TreeMap<>();
        Map<String, Number> duty = new TreeMap<>();
        Map<String, Number> compared = new TreeMap<>();
        for (FollowerStatus one : followers.statuses()) {
            String labels = "plan=\"" + one.plan() + "\",state=\"" + one.state().name() + "\"";
            lag.put(labels, one.lagBlocks());
            records.put(labels, one.records());
            duty.put(labels, one.dutyPercent() / 100.0);
            compared.put(labels, one.compared());
        }
        text.family("theseus_follower_lag_blocks", "gauge", "Blocks not yet followed", lag);
        text.family("theseus_follower_records", "gauge", "Records carried by the filling", records);
        text.family(
                "theseus_follower_duty_ratio",
                "gauge",
                "How much of the time a follower fills tables",
                duty);
        text.family(
                "theseus_follower_compared",
                "gauge",
                "Submissions compared in the present window",
                compared);
    }
}
