package theseus.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import theseus.protocol.MalformedException;
import theseus.protocol.Plan;
import theseus.protocol.Plan.Schedule;
import theseus.protocol.Plan.Step;
import theseus.protocol.Plan.Window;
import theseus.protocol.RecordCodec;
import theseus.protocol.SchemaCodec;

/** How long the phases of a plan last: a preset, or a JSON file of {@link Plan.Schedule}. */
final class Schedules {
    static final List<String> NAMES = List.of("demo", "hours", "days");

    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final RecordCodec<Schedule> CODEC = RecordCodec.of(Schedule.class);

    private Schedules() {}

    static Schedule named(String text, boolean irreversible, boolean hotfix) {
        Schedule schedule =
                switch (text) {
                    case "demo" -> demo();
                    case "hours" -> hours();
                    case "days" -> days();
                    default -> read(Path.of(text));
                };
        return irreversible || hotfix ? withoutCanary(schedule) : schedule;
    }

    /** A minute or so on a chain with traffic. */
    private static Schedule demo() {
        Window short_ = new Window(10, 500, 1, 1);
        return new Schedule(
                100_000,
                10_000,
                10_000,
                5,
                200,
                new Window(20, 1_000, 1, 1),
                List.of(new Step(1_000, short_), new Step(5_000, short_)),
                new Window(20, 1_000, 1, 1),
                4,
                400);
    }

    /** For a change that is looked at while it happens: about five hours. */
    private static Schedule hours() {
        return new Schedule(
                100_000,
                20_000,
                200_000,
                20,
                400,
                new Window(600, HOUR, 100, 10),
                List.of(
                        new Step(100, new Window(300, 30 * MINUTE, 1, 1)),
                        new Step(1_000, new Window(300, 30 * MINUTE, 10, 2)),
                        new Step(5_000, new Window(300, 30 * MINUTE, 50, 5))),
                new Window(1_200, 2 * HOUR, 200, 20),
                3,
                200);
    }

    /** For a network of many: about twelve days. */
    private static Schedule days() {
        return new Schedule(
                1_000_000,
                200_000,
                500_000,
                50,
                1_000,
                new Window(10_000, 2 * DAY, 1_000, 100),
                List.of(
                        new Step(100, new Window(5_000, DAY, 10, 5)),
                        new Step(1_000, new Window(5_000, DAY, 100, 20)),
                        new Step(5_000, new Window(5_000, DAY, 500, 50))),
                new Window(20_000, 7 * DAY, 2_000, 200),
                3,
                150);
    }

    private static Schedule withoutCanary(Schedule schedule) {
        return new Schedule(
                schedule.votingBlocks(),
                schedule.readyBlocks(),
                schedule.backfillBlocks(),
                schedule.reportBlocks(),
                schedule.agreementBlocks(),
                schedule.shadow(),
                List.of(),
                schedule.probation(),
                schedule.gasFactor(),
                schedule.gasRatioPercent());
    }

    private static Schedule read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw Failure.usage(
                    "A schedule is one of "
                            + NAMES
                            + " or a JSON file; '"
                            + file
                            + "' is neither. Print one to begin with: theseus upgrade schedule demo");
        }
        try {
            Object plain = new ObjectMapper().readValue(file.toFile(), Object.class);
            return CODEC.decode(SchemaCodec.encode(CODEC.schema(), plain));
        } catch (IOException | MalformedException | IllegalArgumentException e) {
            throw Failure.usage("The schedule " + file + " does not fit: " + e.getMessage());
        }
    }

    static Object plain(Schedule schedule) {
        return SchemaCodec.decode(CODEC.schema(), CODEC.encode(schedule));
    }
}
