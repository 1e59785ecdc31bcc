package theseus.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import theseus.client.ChainClient;
import theseus.client.EventStream;
import theseus.kernel.PlanRecord;
import theseus.protocol.Phase;

/** {@code theseus upgrade watch}: follows a plan until it has ended. */
@Command(
        name = "watch",
        description = {
            "Follow a plan until it is final or rolled back.",
            "In a terminal one picture that changes; elsewhere a line for each change; with --json"
                    + " one JSON object for each change. Leaving it (Ctrl-C) changes nothing."
        },
        footer = {
            "%nEnds with 0 when the plan is final, with 1 when it was rolled back.",
            "Rolled back, it prints the evidence: the submission, and what each version made of it."
        })
final class UpgradeWatchCommand implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long BETWEEN_LOOKS_MILLIS = 500;
    private static final String KERNEL = "kernel";

    @Mixin private PlanReference plan = new PlanReference();

    @Option(names = "--json", description = "Print one JSON object for each change.")
    private boolean json;

    @Mixin private GovernanceOption governance = new GovernanceOption();
    @Mixin private NodeOption node = new NodeOption();

    @Spec private CommandSpec command = CommandSpec.create();

    @Override
    public void run() {
        PlanRecord ended = node.ask(this::watch);
        if (ended.phase() == Phase.ROLLED_BACK) {
            String gate = ended.gate().map(Enum::name).orElse("STOPPED");
            throw Failure.refused(gate, "Rolled back: " + gate + ".");
        }
    }

    private PlanRecord watch(ChainClient client) {
        Committee committee = governance.of(client);
        PlanReference.Found found = plan.find(client, committee);
        PlanRecord ended = json ? stream(client, found) : look(client, found);
        if (ended.ended().isPresent() && !json) {
            Map<String, Object> evidence = EvidenceText.document(ended.ended().get());
            evidence.keySet().removeIf(name -> name.endsWith("Encoded"));
            out().println(Output.write(Map.of("evidence", evidence)));
            out().flush();
        }
        return ended;
    }

    /** Every change of the record, as the chain's own events announce it. */
    private PlanRecord stream(ChainClient client, PlanReference.Found found) {
        String position = (client.status().height() + 1) + ":0:0";
        Optional<PlanRecord> last = Optional.empty();
        while (true) {
            try (EventStream events = client.events(position, KERNEL, "")) {
                do {
                    PlanRecord record = PlanReference.record(client, found.id());
                    if (!last.equals(Optional.of(record))) {
                        line(client, found, record);
                        last = Optional.of(record);
                    }
                    if (record.phase().ended()) {
                        return record;
                    }
                } while (events.next().isPresent());
            }
            position = (client.status().height() + 1) + ":0:0";
            pause();
        }
    }

    private void line(ChainClient client, PlanReference.Found found, PlanRecord record) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("plan", found.id().toString());
        line.putAll(PlanView.state(record, client.status(), PlanWindow.of(client, found.id())));
        record.ended().ifPresent(end -> line.put("ended", EvidenceText.document(end)));
        try {
            out().println(JSON.writeValueAsString(line));
            out().flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private PlanRecord look(ChainClient client, PlanReference.Found found) {
        WatchPicture picture = WatchPicture.on(out());
        while (true) {
            PlanRecord record = PlanReference.record(client, found.id());
            picture.show(found.id(), record, client.status(), PlanWindow.of(client, found.id()));
            if (record.phase().ended()) {
                return record;
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS_MILLIS); // how often a person looks
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.unavailable("Interrupted.");
        }
    }

    private PrintWriter out() {
        return command.commandLine().getOut();
    }
}
