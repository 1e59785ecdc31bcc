package theseus.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import theseus.client.NodeStatus;
import theseus.client.PlanStatus.Condition;
import theseus.kernel.PlanRecord;
import theseus.protocol.Phase;
import theseus.protocol.Tally;
import theseus.sdk.Hash;

/** A plan in a few lines: drawn over itself in a terminal, else a line when something changes. */
final class WatchPicture {
    private static final int BAR_CELLS = 20;
    private static final String UP_AND_CLEAR = "\u001b[%dA\u001b[J";

    private final PrintWriter out;
    private final boolean terminal;
    private int drawn;
    private String last = "";

    private WatchPicture(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    static WatchPicture on(PrintWriter out) {
        return new WatchPicture(out, System.console() != null && System.console().isTerminal());
    }

    void show(Hash id, PlanRecord record, NodeStatus status, PlanWindow window) {
        if (terminal) {
            draw(lines(id, record, status, window));
        } else {
            String line = summary(record, window);
            if (!line.equals(last)) {
                out.println("block " + status.height() + ": " + line);
                out.flush();
            }
            last = line;
        }
    }

    /** A line that stays. */
    void note(String line) {
        out.println(Shown.lines(line));
        out.flush();
        drawn = 0;
    }

    private void draw(List<String> lines) {
        if (drawn > 0) {
            out.printf(UP_AND_CLEAR, drawn);
        }
        lines.forEach(line -> out.println(Shown.line(line)));
        out.flush();
        drawn = lines.size();
    }

    private static List<String> lines(
            Hash id, PlanRecord record, NodeStatus status, PlanWindow window) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "%s · plan %s · block %,d"
                        .formatted(
                                record.plan().title(),
                                PlanReference.abbreviated(id),
                                status.height()));
        lines.add(phases(record));
        for (Condition one : window.conditions()) {
            lines.add("  %s %s %,d of %,d".formatted(bar(one), one.what(), one.has(), one.needs()));
        }
        if (!window.follower().isEmpty()) {
            lines.add("  follower: " + window.follower());
        }
        Tally tally = PlanWindow.tally(record);
        if (tally.compared() > 0) {
            lines.add("  compared: " + compared(tally));
        }
        if (!record.held().isEmpty()) {
            lines.add("  held: " + record.held());
        }
        return lines;
    }

    private static String bar(Condition one) {
        long full =
                one.needs() == 0
                        ? BAR_CELLS
                        : Math.min(BAR_CELLS, one.has() * BAR_CELLS / one.needs());
        return "█".repeat((int) full) + "░".repeat(BAR_CELLS - (int) full);
    }

    private static String phases(PlanRecord record) {
        if (record.phase() == Phase.ROLLED_BACK) {
            return "ROLLED BACK " + record.gate().map(Enum::name).orElse("");
        }
        return java.util.Arrays.stream(Phase.values())
                .filter(phase -> phase != Phase.ROLLED_BACK)
                .map(phase -> mark(phase, record))
                .collect(Collectors.joining("  "));
    }

    private static String mark(Phase phase, PlanRecord record) {
        int order = phase.compareTo(record.phase());
        if (order < 0 || record.phase() == Phase.FINAL) {
            return "✓ " + phase;
        }
        String step =
                phase == Phase.CANARY && order == 0
                        ? " "
                                + record.plan().schedule().canary().get(record.step()).basisPoints()
                                        / 100.0
                                + " %"
                        : "";
        return (order == 0 ? "● " : "○ ") + phase + step;
    }

    /** Without what changes in every block: that would be a line a block. */
    private static String summary(PlanRecord record, PlanWindow window) {
        StringBuilder text = new StringBuilder(record.phase().name());
        if (record.phase() == Phase.CANARY) {
            text.append(" step ").append(record.step() + 1);
        }
        record.gate().ifPresent(gate -> text.append(", gate ").append(gate));
        if (!window.conditions().isEmpty()) {
            String missing = window.missing();
            text.append(missing.isEmpty() ? ", window complete" : ", waits for " + missing);
        }
        if (!record.held().isEmpty()) {
            text.append(", held: ").append(record.held());
        }
        return text.toString();
    }

    private static String compared(Tally tally) {
        long equal = tally.messages().stream().mapToLong(Tally.MessageTally::equal).sum();
        long declared = tally.messages().stream().mapToLong(Tally.MessageTally::declared).sum();
        long undeclared = tally.messages().stream().mapToLong(Tally.MessageTally::undeclared).sum();
        return "%,d alike, %,d as declared, %,d undeclared".formatted(equal, declared, undeclared);
    }
}
