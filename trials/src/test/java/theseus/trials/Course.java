package theseus.trials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import theseus.kernel.PlanRecord;
import theseus.protocol.Artifact;
import theseus.protocol.Descriptor;
import theseus.protocol.Message;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.Receipt;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * One candidate on its way, beside a twin chain that has the same ordinary traffic and never hears
 * of the plan. After each block, all tables of the versions in force must be the twin's.
 */
final class Course implements AutoCloseable {
    private static final int VALIDATORS = 4;

    final Rig rig = Rig.ledger(VALIDATORS);
    final Rig twin = Rig.ledger(VALIDATORS);
    final List<String> story = new ArrayList<>();
    private final List<TableId> tables = new ArrayList<>();
    private final Faulty.Traffic traffic;
    private long number;
    private Optional<Hash> plan = Optional.empty();
    private Phase last = Phase.VOTING;

    Course(Faulty.Traffic traffic) {
        this.traffic = traffic;
        for (String source : List.of("ledger-1", "shop-1", "council-1")) {
            Descriptor descriptor = Compiled.packed(Compiled.source(source)).descriptor();
            descriptor
                    .tables()
                    .forEach(
                            table ->
                                    tables.add(
                                            new TableId(
                                                    descriptor.module(),
                                                    table.name(),
                                                    table.schema())));
        }
        both(Ordinary.first());
        block();
    }

    /** Stages, opens, approves; the code of a refusal when it is not opened. */
    Optional<String> open(Artifact artifact, Plan proposed) {
        rig.stage(artifact);
        block();
        Hash id =
                rig.send(
                        Says.COUNCIL,
                        Message.of(
                                Says.COUNCIL,
                                new Says.Propose(proposed.encode(), proposed.kind())));
        Receipt receipt = Rig.receipt(block(), id);
        if (receipt.status() instanceof Receipt.Status.Refused(int _, String _, String code)) {
            return Optional.of(code);
        }
        assertEquals(new Receipt.Status.Applied(), receipt.status());
        plan = Optional.of(proposed.id());
        rig.approve(proposed.id());
        return Optional.empty();
    }

    /** A block of ordinary traffic on both chains. */
    Map<Hash, Receipt> block() {
        both(Ordinary.block(number));
        if (traffic == Faulty.Traffic.MANY_NOTES) {
            both(Ordinary.manyNotes(number, phase()));
        }
        if (traffic == Faulty.Traffic.NEW_FORMS && phase().hasTwoWorlds()) {
            Ordinary.newForms(number).forEach(sent -> send(rig, sent));
        }
        number++;
        Map<Hash, Receipt> receipts = rig.block();
        twin.block();
        check();
        return receipts;
    }

    private void both(List<Ordinary.Sent> all) {
        for (Ordinary.Sent sent : all) {
            send(rig, sent);
            send(twin, sent);
        }
    }

    private static void send(Rig chain, Ordinary.Sent sent) {
        chain.send(sent.sender(), sent.messages().toArray(new Message[0]));
    }

    private void check() {
        Phase now = phase();
        if (now != Phase.ROLLED_BACK && now != Phase.FINAL) {
            last = now;
        }
        if (story.isEmpty() || !story.getLast().endsWith(now.toString())) {
            story.add(rig.height() + " " + now);
        }
        if (now == Phase.FINAL) {
            return;
        }
        for (TableId table : tables) {
            assertEquals(
                    twin.table(table),
                    rig.table(table),
                    () -> table + " is not the twin's in " + story);
        }
        assertEquals(twin.inForce(Says.LEDGER), rig.inForce(Says.LEDGER));
        if (!now.hasTwoWorlds()) {
            Map<Bytes, Bytes> added = rig.table(new TableId(Says.LEDGER, "balances", 2));
            assertTrue(added.isEmpty() || last.hasTwoWorlds(), "new tables are under the root");
        }
    }

    /** Blocks until the plan ended, at most so many. */
    PlanRecord run(int most) {
        for (int i = 0; i < most && !phase().ended(); i++) {
            block();
        }
        // One more, so that what was decided is carried out.
        block();
        return record();
    }

    PlanRecord record() {
        return rig.plan(plan.orElseThrow());
    }

    Phase phase() {
        return plan.isEmpty() ? Phase.VOTING : record().phase();
    }

    /** The last phase before it ended. */
    Phase last() {
        return last;
    }

    @Override
    public void close() {
        rig.close();
        twin.close();
    }
}
