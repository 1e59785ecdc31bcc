package theseus.bench;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import theseus.protocol.Artifact;
import theseus.runtime.Packager;
import theseus.sdk.Bytes;

/**
 * Modules compiled while a benchmark runs, since it needs as many versions of one as there are
 * upgrades: {@code notes}, whose table has another shape in each version, and {@code council},
 * which says yes to everything.
 */
final class BenchModules {
    /** A value that the faulty candidate stores without saying so. */
    static final long SILENT_VALUE = 77_777;

    private BenchModules() {}

    /** Odd versions store an owner and a value, even ones a weight too. */
    static Artifact notes(int version) throws Exception {
        return compile("Notes", notesSource(version, ""));
    }

    /** Right but for one value, of which it emits no event. */
    static Artifact faultyNotes(int version) throws Exception {
        return compile(
                "Notes", notesSource(version, "if (message.value() != " + SILENT_VALUE + "L)"));
    }

    static Artifact council() throws Exception {
        return compile("Council", COUNCIL);
    }

    private static String notesSource(int version, String beforeEvent) {
        return NOTES.replace("@VERSION@", version + ".0.0")
                .replace("@SCHEMA@", Integer.toString(version))
                .replace("@FIELDS@", fields(version))
                .replace("@NOTE@", note(version, "context.sender()", "message.value()"))
                .replace("@FILL@", note(version, "context.sender()", "i"))
                .replace("@BEFORE_EVENT@", beforeEvent)
                .replace("@LENS@", version == 1 ? "" : ".lens(before, notes, new ToThis())")
                .replace("@BEFORE@", version == 1 ? "" : before(version));
    }

    private static String before(int version) {
        return LENS.replace("@OLD_SCHEMA@", Integer.toString(version - 1))
                .replace("@OLD_FIELDS@", fields(version - 1))
                .replace(
                        "@UP@",
                        "new Note(old.value().owner(), old.value().value()"
                                + weight(version, "previous")
                                + ")")
                .replace(
                        "@DOWN@",
                        "new Before.Note(now.value().owner(), now.value().value()"
                                + weight(version - 1, "previous")
                                + ")");
    }

    private static String fields(int version) {
        return "AccountId owner, long value" + (version % 2 == 0 ? ", long weight" : "");
    }

    private static String note(int version, String owner, String value) {
        return "new Note(" + owner + ", " + value + (version % 2 == 0 ? ", 1L" : "") + ")";
    }

    private static String weight(int version, String previous) {
        return version % 2 == 0
                ? ", " + previous + ".isPresent() ? " + previous + ".get().value().weight() : 1L"
                : "";
    }

    static Artifact compile(String name, String source) throws Exception {
        StringWriter messages = new StringWriter();
        PrintWriter out = new PrintWriter(messages);
        Path folder = Files.createTempDirectory("theseus-bench-module");
        try {
            Path file = Files.writeString(folder.resolve(name + ".java"), source);
            Path into = folder.resolve("classes");
            int status =
                    ToolProvider.findFirst("javac")
                            .orElseThrow()
                            .run(
                                    out,
                                    out,
                                    "-d",
                                    into.toString(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    "-parameters",
                                    "-proc:none",
                                    "-nowarn",
                                    file.toString());
            if (status != 0) {
                throw new IllegalStateException(messages.toString());
            }
            SortedMap<String, Bytes> classes = new TreeMap<>();
            try (Stream<Path> walk = Files.walk(into)) {
                for (Path path : walk.filter(Files::isRegularFile).sorted().toList()) {
                    classes.put(
                            into.relativize(path).toString(), Bytes.wrap(Files.readAllBytes(path)));
                }
            }
            return Packager.pack(classes).orThrow().artifact();
        } finally {
            Folders.delete(folder);
        }
    }

    private static final String NOTES =
            """
            package bench.notes;

            import java.util.Optional;
            import theseus.sdk.*;
            import theseus.sdk.Module;

            @ModuleInfo(name = "notes", version = "@VERSION@")
            public final class Notes implements Module {
                public record Put(long key, long value) implements Message {}

                public record Fill(long from, long count) implements Message {}

                public record Stored(long key, long value) implements Event {}

                public record Note(@FIELDS@) {}

                private final Table<Long, Note> notes =
                        Table.of("notes", Long.class, Note.class).schema(@SCHEMA@);

                @Override
                public void define(Definition module) {
                    module.table(notes)
                            .handles(Put.class, this::put)
                            .handles(Fill.class, this::fill)
                            @LENS@;
                }

                private void put(Context context, Put message) {
                    context.put(notes, message.key(), @NOTE@);
                    @BEFORE_EVENT@
                    context.emit(new Stored(message.key(), message.value()));
                }

                private void fill(Context context, Fill message) {
                    for (long i = message.from(); i < message.from() + message.count(); i++) {
                        context.put(notes, i, @FILL@);
                    }
                }

                @BEFORE@
            }
            """;

    private static final String LENS =
            """
            static final class Before {
                record Note(@OLD_FIELDS@) {}
            }

            private final Table<Long, Before.Note> before =
                    Table.of("notes", Long.class, Before.Note.class).schema(@OLD_SCHEMA@);

            private static final class ToThis
                    implements Lens.OfRecord<Long, Before.Note, Long, Note> {
                @Override
                public Entry<Long, Note> up(
                        Entry<Long, Before.Note> old, Optional<Entry<Long, Note>> previous) {
                    return new Entry<>(old.key(), @UP@);
                }

                @Override
                public Down<Entry<Long, Before.Note>> down(
                        Entry<Long, Note> now, Optional<Entry<Long, Before.Note>> previous) {
                    return new Down.Is<>(new Entry<>(now.key(), @DOWN@));
                }
            }
            """;

    private static final String COUNCIL =
            """
            package bench.council;

            import theseus.sdk.*;
            import theseus.sdk.Module;

            @ModuleInfo(name = "council", version = "1.0.0")
            public final class Council implements Module {
                public record Stage(Hash artifact, int index, int count, Bytes content)
                        implements Message {}

                public record Propose(Bytes plan, PlanKind kind) implements Message {}

                public record Approve(Hash plan) implements Message {}

                public record Stop(Hash plan) implements Message {}

                @Override
                public void define(Definition module) {
                    module.needs(Capability.PLANS)
                            .handles(Stage.class, this::stage)
                            .handles(Propose.class, this::propose)
                            .handles(Approve.class, this::approve)
                            .handles(Stop.class, this::stop);
                }

                private void stage(Context context, Stage message) {
                    context.propose(
                            new Change.StageChunk(
                                    message.artifact(),
                                    message.index(),
                                    message.count(),
                                    message.content()));
                }

                private void propose(Context context, Propose message) {
                    context.propose(new Change.OpenPlan(message.plan(), message.kind()));
                }

                private void approve(Context context, Approve message) {
                    context.propose(new Change.ApprovePlan(message.plan()));
                }

                private void stop(Context context, Stop message) {
                    context.propose(new Change.StopPlan(message.plan(), "measured"));
                }
            }
            """;
}
