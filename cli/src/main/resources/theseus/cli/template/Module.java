package @package@;

import theseus.sdk.AccountId;
import theseus.sdk.Context;
import theseus.sdk.Definition;
import theseus.sdk.Event;
import theseus.sdk.Message;
import theseus.sdk.Module;
import theseus.sdk.ModuleInfo;
import theseus.sdk.Query;
import theseus.sdk.Refusal;
import theseus.sdk.Singleton;
import theseus.sdk.Table;
import theseus.sdk.View;

/** A book in which every account may write lines, and nobody can change one. */
@ModuleInfo(name = "@name@", version = "1.0.0")
public final class @Class@ implements Module {
    private static final int MAX_LINE_LENGTH = 280;

    // What accounts ask for. A record's simple name is its name on the chain.
    public record Write(String text) implements Message {}

    // What the module tells the world.
    public record Written(AccountId author, long number) implements Event {}

    // What it refuses, with stable codes.
    public enum Refused implements Refusal {
        EMPTY_LINE,
        LINE_TOO_LONG,
        NO_SUCH_LINE
    }

    // What it answers.
    public record LineOf(long number) implements Query<Line> {}

    public record Length() implements Query<Book> {}

    // What it keeps: tables of records.
    public record Number(long value) {}

    public record Line(AccountId author, String text, long writtenMillis) {}

    public record Book(long lines) {}

    private final Table<Number, Line> lines = Table.of("lines", Number.class, Line.class);
    private final Table<Singleton, Book> book = Table.of("book", Singleton.class, Book.class);

    @Override
    public void define(Definition module) {
        module.table(lines)
                .table(book)
                .handles(Write.class, this::write)
                .answers(LineOf.class, Line.class, this::lineOf)
                .answers(Length.class, Book.class, this::length);
    }

    private void write(Context context, Write message) {
        context.require(!message.text().isEmpty(), Refused.EMPTY_LINE);
        context.require(message.text().length() <= MAX_LINE_LENGTH, Refused.LINE_TOO_LONG);
        long number = length(context, new Length()).lines() + 1;
        Line line = new Line(context.sender(), message.text(), context.timeMillis());
        context.put(lines, new Number(number), line);
        context.put(book, Singleton.KEY, new Book(number));
        context.emit(new Written(context.sender(), number));
    }

    private Line lineOf(View view, LineOf query) {
        return view.get(lines, new Number(query.number()), Refused.NO_SUCH_LINE);
    }

    private Book length(View view, Length query) {
        return view.get(book, Singleton.KEY).orElse(new Book(0));
    }
}
