package theseus.cli;

/** Versions of a small module, as sources. */
final class Diaries {
    private static final String HEAD =
            """
            package diary;
            import java.util.*;
            import theseus.sdk.*;
            @ModuleInfo(name = "diary", version = "@version@")
            public final class Diary implements theseus.sdk.Module {
                public record Write(String text) implements Message {}
                public record Erase(long number) implements Message {}
                public record Written(long number) implements Event {}
                public record LineOf(long number) implements Query<Text> {}
                public record Text(String text) {}
                public enum Refused implements Refusal { EMPTY, NO_SUCH_LINE }
                public record Number(long value) {}
                public record Count(long lines) {}
            """;

    /** Keeps lines of text. */
    static final String ONE =
            HEAD.replace("@version@", "1.0.0")
                    + """
                        public record Line(String text) {}
                        private final Table<Number, Line> lines = Table.of("lines", Number.class, Line.class);
                        private final Table<Singleton, Count> count = Table.of("count", Singleton.class, Count.class);
                        @Override public void define(Definition module) {
                            module.table(lines).table(count).handles(Write.class, this::write)
                                .handles(Erase.class, this::erase)
                                .answers(LineOf.class, Text.class, this::lineOf);
                        }
                        private void write(Context context, Write message) {
                            context.require(!message.text().isEmpty(), Refused.EMPTY);
                            long number = context.get(count, Singleton.KEY).orElse(new Count(0)).lines() + 1;
                            context.put(count, Singleton.KEY, new Count(number));
                            context.put(lines, new Number(number), new Line(message.text()));
                            context.emit(new Written(number));
                        }
                        private void erase(Context context, Erase message) {
                            context.require(context.get(lines, new Number(message.number())).isPresent(), Refused.NO_SUCH_LINE);
                            context.remove(lines, new Number(message.number()));
                        }
                        private Text lineOf(View view, LineOf query) {
                            return new Text(view.get(lines, new Number(query.number()), Refused.NO_SUCH_LINE).text());
                        }
                    }
                    """;

    /**
     * Keeps when each line was read last, which version 1 does not know; its scan reads a table.
     */
    static final String TWO =
            HEAD.replace("@version@", "2.0.0")
                    + """
                        public interface Before { record Line(String text) {} }
                        public record Line(String text, long readMillis) {}
                        private final Table<Number, Before.Line> before = Table.of("lines", Number.class, Before.Line.class);
                        private final Table<Number, Line> lines = Table.of("lines", Number.class, Line.class).schema(2);
                        private final Table<Singleton, Count> count = Table.of("count", Singleton.class, Count.class);
                        @Override public void define(Definition module) {
                            module.table(lines).table(count).handles(Write.class, this::write)
                                .handles(Erase.class, this::erase)
                                .answers(LineOf.class, Text.class, this::lineOf)
                                .lens(before, lines, new Carry())
                                .scanInvariant("counted", lines, 16, this::counted);
                        }
                        private boolean counted(View view, Number number, Line line) {
                            return number.value() <= view.get(count, Singleton.KEY).orElse(new Count(0)).lines();
                        }
                        private static final class Carry implements Lens.OfRecord<Number, Before.Line, Number, Line> {
                            @Override public Entry<Number, Line> up(Entry<Number, Before.Line> old, Optional<Entry<Number, Line>> previous) {
                                long read = previous.isPresent() ? previous.get().value().readMillis() : 0;
                                return new Entry<>(old.key(), new Line(old.value().text(), read));
                            }
                            @Override public Lens.Down<Entry<Number, Before.Line>> down(Entry<Number, Line> now, Optional<Entry<Number, Before.Line>> previous) {
                                return new Lens.Down.Is<>(new Entry<>(now.key(), new Before.Line(now.value().text())));
                            }
                        }
                        private void write(Context context, Write message) {
                            context.require(!message.text().isEmpty(), Refused.EMPTY);
                            long number = context.get(count, Singleton.KEY).orElse(new Count(0)).lines() + 1;
                            context.put(count, Singleton.KEY, new Count(number));
                            context.put(lines, new Number(number), new Line(message.text(), 0));
                            context.emit(new Written(number));
                        }
                        private void erase(Context context, Erase message) {
                            context.require(context.get(lines, new Number(message.number())).isPresent(), Refused.NO_SUCH_LINE);
                            context.remove(lines, new Number(message.number()));
                        }
                        private Text lineOf(View view, LineOf query) {
                            return new Text(view.get(lines, new Number(query.number()), Refused.NO_SUCH_LINE).text());
                        }
                    }
                    """;

    /** Takes what version 1 refuses. */
    static final String FAULTY =
            TWO.replace("context.require(!message.text().isEmpty(), Refused.EMPTY);", "");

    /** Version 2 with something new of its own, and nothing to carry. */
    static final String THREE =
            TWO.replace("2.0.0", "3.0.0")
                    .replace("NO_SUCH_LINE }", "NO_SUCH_LINE, LATER }")
                    .replace(".lens(before, lines, new Carry())", "");

    /** Says yes to everything. */
    static final String COUNCIL =
            """
            package council;
            import theseus.sdk.*;
            @ModuleInfo(name = "council", version = "1.0.0")
            public final class Council implements theseus.sdk.Module {
                public record Stage(Hash artifact, int index, int count, Bytes content) implements Message {}
                public record Propose(Bytes plan, PlanKind kind) implements Message {}
                public record Approve(Hash plan) implements Message {}
                public record Stop(Hash plan) implements Message {}
                @Override public void define(Definition module) {
                    module.needs(Capability.PLANS)
                        .handles(Stage.class, (c, m) -> c.propose(new Change.StageChunk(m.artifact(), m.index(), m.count(), m.content())))
                        .handles(Propose.class, (c, m) -> c.propose(new Change.OpenPlan(m.plan(), m.kind())))
                        .handles(Approve.class, (c, m) -> c.propose(new Change.ApprovePlan(m.plan())))
                        .handles(Stop.class, (c, m) -> c.propose(new Change.StopPlan(m.plan(), "as the test wants it")));
                }
            }
            """;

    private Diaries() {}
}
