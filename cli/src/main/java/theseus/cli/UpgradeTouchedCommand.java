package theseus.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import theseus.client.ChainClient;
import theseus.client.Touched;
import theseus.protocol.TableId;
import theseus.sdk.Hash;

/** {@code theseus upgrade touched}: what a candidate served, for those who repair after it. */
@Command(
        name = "touched",
        description = {
            "List what a plan's candidates served: transactions, and keys of the records they changed.",
            "Also after the plan is final or rolled back. Where a record stands: in the STATE; in"
                    + " QUARANTINE, which is kept on this node for repairs after the table left the"
                    + " state (with the rollback, or an old table with FINAL); or NOWHERE, removed"
                    + " since. A hidden record the version in force has never seen. No values are"
                    + " shown."
        })
final class UpgradeTouchedCommand implements Runnable {
    @Mixin private PlanReference plan = new PlanReference();
    @Mixin private GovernanceOption governance = new GovernanceOption();

    @Option(
            names = "--from",
            paramLabel = "CURSOR",
            description = "Where the list goes on, as the command said before.")
    private String from = "";

    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            defaultValue = "1000",
            description = "Stop after about so many (default: ${DEFAULT-VALUE}).")
    private int limit = 1_000;

    @Mixin private NodeOption node = new NodeOption();
    @Mixin private Output output = new Output();

    @Override
    public void run() {
        Touched touched = node.ask(this::touched);
        if (output.json()) {
            output.result(document(touched));
        } else {
            print(touched);
        }
    }

    private Touched touched(ChainClient client) {
        Hash id = plan.find(client, governance.of(client)).id();
        return client.upgrades()
                .touched(id, from.isEmpty() ? Optional.empty() : Optional.of(from), limit)
                .orElseThrow(
                        () -> Failure.refused("NO_SUCH_PLAN", "The chain has no plan " + id + "."));
    }

    private void print(Touched touched) {
        if (touched.joinedHeight() == 0) {
            output.line(
                    touched.phase().ended()
                            ? "The candidates of this plan never had authority: they served nothing."
                            : "The candidates of this plan have no authority yet: they served nothing.");
            return;
        }
        output.line(
                "%s: authority from block %d to %s; %d served%s.",
                touched.phase(),
                touched.joinedHeight(),
                touched.endedHeight().isPresent()
                        ? "block " + touched.endedHeight().getAsLong()
                        : "now",
                touched.entries().size(),
                from.isEmpty() && touched.next().isEmpty() ? "" : ", as far as listed here");
        touched.keptUntilHeight()
                .ifPresent(
                        height ->
                                output.line(
                                        "This node keeps what it needs until block %d.", height));
        for (Touched.Entry entry : touched.entries()) {
            output.line("");
            output.line(
                    "block %d  %s  %s%s",
                    entry.height(),
                    entry.id(),
                    entry.status(),
                    entry.code().isEmpty() ? "" : " " + entry.code());
            output.line(
                    "  %s",
                    entry.sender()
                            .map(sender -> messages(entry) + "  from " + sender)
                            .orElse("a routine of the block"));
            entry.records().forEach(one -> output.line("  %s", text(one)));
            int more = entry.recordsChanged() - entry.records().size();
            if (more > 0) {
                output.line("  and %d records more", more);
            }
        }
        touched.next().ifPresent(cursor -> output.line("%nThere are more: --from %s", cursor));
    }

    private static String messages(Touched.Entry entry) {
        return entry.messages().stream()
                .map(one -> one.instance() + "." + one.message())
                .collect(Collectors.joining(", "));
    }

    private static String text(Touched.Record one) {
        return "%s.%s schema %d  %s  %s%s"
                .formatted(
                        one.table().instance(),
                        one.table().table(),
                        one.table().schema(),
                        one.key().isTextual() ? one.key().asText() : one.key().toString(),
                        one.stands(),
                        one.hidden().orElse(false) ? ", hidden" : "");
    }

    private static Map<String, Object> document(Touched touched) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("plan", touched.plan().toString());
        document.put("phase", touched.phase().name());
        document.put("joinedHeight", touched.joinedHeight());
        touched.endedHeight().ifPresent(height -> document.put("endedHeight", height));
        touched.keptUntilHeight().ifPresent(height -> document.put("keptUntilHeight", height));
        document.put(
                "entries",
                touched.entries().stream().map(UpgradeTouchedCommand::document).toList());
        touched.next().ifPresent(cursor -> document.put("next", cursor));
        return document;
    }

    private static Map<String, Object> document(Touched.Entry entry) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", entry.id().toString());
        document.put("height", entry.height());
        document.put("index", entry.index());
        entry.sender().ifPresent(sender -> document.put("sender", sender.toString()));
        document.put("status", entry.status());
        if (!entry.code().isEmpty()) {
            document.put("code", entry.code());
        }
        document.put(
                "messages",
                entry.messages().stream()
                        .map(one -> Map.of("instance", one.instance(), "name", one.message()))
                        .toList());
        document.put("recordsChanged", entry.recordsChanged());
        List<Map<String, Object>> records = new ArrayList<>();
        for (Touched.Record one : entry.records()) {
            TableId table = one.table();
            Map<String, Object> record = new LinkedHashMap<>();
            record.put("instance", table.instance());
            record.put("table", table.table());
            record.put("schema", table.schema());
            record.put("key", one.key());
            record.put("keyEncoded", one.keyEncoded().hex());
            record.put("stands", one.stands());
            one.hidden().ifPresent(hidden -> record.put("hidden", hidden));
            records.add(record);
        }
        document.put("records", records);
        return document;
    }
}
