package test.notes;

import java.util.Optional;
import theseus.sdk.*;
import theseus.sdk.Module;

/** Also counts how often a note was written, as far as it knows. */
@ModuleInfo(name = "notes", version = "2.0.0")
public final class Notes implements Module {
    public record Put(long key, long value) implements Message {}

    public record Stored(long key, long value) implements Event {}

    public record ValueOf(long key) implements Query<Long> {}

    public record WritesOf(long key) implements Query<Long> {}

    public record Note(long value, long writes) {}

    static final class V1 {
        record Note(long value) {}
    }

    private final Table<Long, V1.Note> notes1 = Table.of("notes", Long.class, V1.Note.class);
    private final Table<Long, Note> notes = Table.of("notes", Long.class, Note.class).schema(2);
    private final Sum<Long, Note> total = Sum.of("total", notes, Note::value);

    @Override
    public void define(Definition module) {
        module.table(notes)
                .sum(total)
                .handles(Put.class, this::put)
                .answers(ValueOf.class, Long.class, this::valueOf)
                .answers(WritesOf.class, Long.class, this::writesOf)
                .lens(notes1, notes, new Notes2());
    }

    private void put(Context context, Put message) {
        long writes = context.get(notes, message.key()).map(Note::writes).orElse(0L);
        context.put(notes, message.key(), new Note(message.value(), writes));
        context.emit(new Stored(message.key(), message.value()));
    }

    private Long valueOf(View view, ValueOf query) {
        return view.get(notes, query.key()).map(Note::value).orElse(0L);
    }

    private Long writesOf(View view, WritesOf query) {
        return view.get(notes, query.key()).map(Note::writes).orElse(0L);
    }

    private static final class Notes2 implements Lens.OfRecord<Long, V1.Note, Long, Note> {
        @Override
        public Entry<Long, Note> up(
                Entry<Long, V1.Note> old, Optional<Entry<Long, Note>> previous) {
            long writes = previous.isPresent() ? previous.get().value().writes() : 1;
            return new Entry<>(old.key(), new Note(old.value().value(), writes));
        }

        @Override
        public Down<Entry<Long, V1.Note>> down(
                Entry<Long, Note> now, Optional<Entry<Long, V1.Note>> previous) {
            return new Down.Is<>(new Entry<>(now.key(), new V1.Note(now.value().value())));
        }
    }
}
