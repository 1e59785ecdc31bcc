package theseus.cli;

import theseus.protocol.Plan;
import theseus.protocol.RecordCodec;
import theseus.protocol.SchemaCodec;

/** A plan as plain values. */
final class PlanText {
    private static final RecordCodec<Plan> CODEC = RecordCodec.of(Plan.class);

    private PlanText() {}

    static Object plain(Plan plan) {
        return SchemaCodec.decode(CODEC.schema(), plan.encode());
    }
}
