package theseus.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import theseus.client.ApiException;
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
                    + " one JSON object for each change. Leaving it (Ctrl-C) changes nothing. A node"
                    + " that is started again meanwhile is waited for."
        },
        footer = {
            "%nEnds with 0 when the plan is final, with 1 when it was rolled back.",
            "Rolled back, it prints the evidence: the submission, and what each version made of it."
        })
final class UpgradeWatchCommand implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long BETWEEN_LOOKS_MILLIS = 500;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final String KERNEL = "kernel";

    @Mixin private PlanReference plan = new PlanReference();

    @Option(names = "--json", description = "Print one JSON object for each change.")
    private boolean json;

    @Mixin private GovernanceOption governance = new GovernanceOption();
    @Mixin private NodeOption node = new NodeOption();

    @Spec private CommandSpec command = CommandSpec.create();

    private long answeredNanos = System.nanoTime();
    private Optional<PlanRecord> last = Optional.empty();

    @Override
    public void run() {
        PlanRecord ended = node.ask(this::watch);
        if (ended.phase() == Phase.ROLLED_BACK) {
            String gate = ended.gate().map(Enum::name).orElse("STOPPED");
            throw Failure.refused(
                    gate, "Rolled back: " + gate + ". The version before serves all.");
        }
    }

    private PlanRecord watch(ChainClient client) {
        Committee committee = governance.of(client);
        PlanReference.Found found = plan.find(client, committee);
        PlanRecord ended = patiently(client, found, WatchPicture.on(out()));
        if (ended.ended().isPresent() && !json) {
            Output.text(
                    Map.of(
                            "evidence",
                            EvidenceText.document(
                                    ended.ended().get(), client.upgrades().plan(found.id()))),
                    out());
            out().flush();
        }
        return ended;
    }

    /** On upgrade day of all days a node may be started again. */
    private PlanRecord patiently(
            ChainClient client, PlanReference.Found found, WatchPicture picture) {
        boolean told = false;
        while (true) {
            try {
                return json ? stream(client, found) : look(client, found, picture);
            } catch (ApiException e) {
                long silentNanos = System.nanoTime() - answeredNanos;
                if (!e.code().equals(ApiException.UNREACHABLE) || silentNanos > PATIENCE_NANOS) {
                    throw e;
                }
                if (!told && !json) {
                    picture.note("The node does not answer; watching on when it does.");
                }
                told = true;
                pause();
            }
        }
    }

    /** Every change of the record, as the chain's own events announce it. */
    private PlanRecord stream(ChainClient client, PlanReference.Found found) {
        String position = (client.status().height() + 1) + ":0:0";
        while (true) {
            try (EventStream events = client.events(position, KERNEL, "")) {
                do {
                    PlanRecord record = PlanReference.record(client, found.id());
                    answeredNanos = System.nanoTime();
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
        PlanWindow window = PlanWindow.of(client, found.id(), record);
        line.putAll(PlanView.state(record, client.status(), window));
        record.ended()
                .ifPresent(
                        end ->
                                line.put(
                                        "ended",
                                        EvidenceText.document(
                                                end, client.upgrades().plan(found.id()))));
        try {
            out().println(JSON.writeValueAsString(line));
            out().flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private PlanRecord look(ChainClient client, PlanReference.Found found, WatchPicture picture) {
        while (true) {
            PlanRecord record = PlanReference.record(client, found.id());
            PlanWindow window = PlanWindow.of(client, found.id(), record);
            if (window.later()) {
                continue; // the record is read again
            }
            picture.show(found.id(), record, client.status(), window);
            answeredNanos = System.nanoTime();
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
