package test.notes;

import theseus.sdk.*;
import theseus.sdk.Module;

/** Numbers under keys. */
@ModuleInfo(name = "notes", version = "1.0.0")
public final class Notes implements Module {
    public record Put(long key, long value) implements Message {}

    public record Stored(long key, long value) implements Event {}

    public record ValueOf(long key) implements Query<Long> {}

    public record Note(long value) {}

    private final Table<Long, Note> notes = Table.of("notes", Long.class, Note.class);
    private final Sum<Long, Note> total = Sum.of("total", notes, Note::value);

    @Override
    public void define(Definition module) {
        module.table(notes)
                .sum(total)
                .handles(Put.class, this::put)
                .answers(ValueOf.class, Long.class, this::valueOf);
    }

    private void put(Context context, Put message) {
        context.put(notes, message.key(), new Note(message.value()));
        context.emit(new Stored(message.key(), message.value()));
    }

    private Long valueOf(View view, ValueOf query) {
        return view.get(notes, query.key()).map(Note::value).orElse(0L);
    }
}
