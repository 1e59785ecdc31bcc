package trial.ledger;

import java.util.*;
import theseus.sdk.*;
import theseus.sdk.Module;

/**
 * The candidate of the trials, as it should be: balances carry a memo and can be frozen, which the
 * version before must not see; a note is kept line by line. Each faulty candidate is an edit of it.
 */
@ModuleInfo(name = "ledger", version = "2.0.0")
public final class Ledger implements Module {
    public record Genesis(long limit) {}

    public record Open(String name, long amount) implements Message {}

    public record Transfer(String from, String to, long amount) implements Message {}

    public record Close(String name) implements Message {}

    public record Write(String name, long number, String text) implements Message {}

    public record Limit(long amount) implements Message {}

    public record Audit() implements Message {}

    public record Remark(String name, String memo) implements Message {}

    public record Freeze(String name) implements Message {}

    public record Opened(String name, long amount) implements Event {}

    public record Moved(String from, String to, long amount) implements Event {}

    public record Audited(long supply, List<String> rich) implements Event {}

    public enum Refused implements Refusal {
        NO_ACCOUNT,
        TAKEN,
        INSUFFICIENT,
        OVER_LIMIT,
        FROZEN
    }

    public record BalanceOf(String name) implements Query<Long> {}

    @Interface(name = "payments", version = "1.0")
    public interface Payments {
        Result<Long> pay(Context context, String from, String to, long amount);
    }

    public record Balance(long amount, String memo, boolean frozen) {
        Balance with(long now) {
            return new Balance(now, memo, frozen);
        }
    }

    public record Line(String name, long number, long line) {}

    public record Text(String text) {}

    public record Bound(long amount) {}

    /** The shapes of version 1. */
    static final class V1 {
        record Balance(long amount) {}

        record Note(String name, long number) {}
    }

    private static final long RICH = 1000;

    private final Table<String, V1.Balance> balances1 =
            Table.of("balances", String.class, V1.Balance.class);
    private final Table<V1.Note, Text> notes1 = Table.of("notes", V1.Note.class, Text.class);
    private final Table<String, Balance> balances =
            Table.of("balances", String.class, Balance.class).schema(2);
    private final Table<Line, Text> notes = Table.of("notes", Line.class, Text.class).schema(2);
    private final Table<Singleton, Bound> limit = Table.of("limit", Singleton.class, Bound.class);
    private final Sum<String, Balance> supply = Sum.of("supply", balances, Balance::amount);
    private final Index<Boolean, String, Balance> rich =
            Index.of("rich", balances, Boolean.class, (name, held) -> held.amount() >= RICH);

    @Override
    public void define(Definition module) {
        module.table(balances)
                .table(notes)
                .table(limit)
                .sum(supply)
                .index(rich)
                .genesis(Genesis.class, this::genesis)
                .endBlock(this::endBlock)
                .handles(Open.class, this::open)
                .handles(Transfer.class, this::transfer)
                .handles(Close.class, this::close)
                .handles(Write.class, this::write)
                .handles(Limit.class, this::limit)
                .handles(Audit.class, this::audit)
                .handles(Remark.class, this::remark)
                .handles(Freeze.class, this::freeze)
                .answers(BalanceOf.class, Long.class, this::balanceOf)
                .offers(Payments.class, this::pay)
                .lens(balances1, balances, new Balances())
                .lens(notes1, notes, new Notes())
                .recordInvariant("not-negative", balances, (name, held) -> held.amount() >= 0)
                .sumInvariant("bounded", supply, (view, total) -> total <= 1_000_000_000L);
    }

    private void genesis(Context context, Genesis genesis) {
        context.put(limit, Singleton.KEY, new Bound(genesis.limit()));
    }

    private void endBlock(Context context) {
        context.get(limit, Singleton.KEY);
    }

    private void open(Context context, Open message) {
        context.require(context.get(balances, message.name()).isEmpty(), Refused.TAKEN);
        context.put(balances, message.name(), new Balance(message.amount(), "", false));
        context.emit(new Opened(message.name(), message.amount()));
        context.emit(new Moved("", message.name(), message.amount()));
    }

    private void transfer(Context context, Transfer message) {
        move(context, message.from(), message.to(), message.amount());
    }

    private void move(Context context, String from, String to, long amount) {
        context.require(
                amount <= context.get(limit, Singleton.KEY).get().amount(), Refused.OVER_LIMIT);
        Balance giving = context.get(balances, from, Refused.NO_ACCOUNT);
        context.require(!giving.frozen(), Refused.FROZEN);
        context.require(giving.amount() >= amount, Refused.INSUFFICIENT);
        context.put(balances, from, giving.with(giving.amount() - amount));
        Balance taking = context.get(balances, to, Refused.NO_ACCOUNT);
        context.put(balances, to, taking.with(taking.amount() + amount));
        context.emit(new Moved(from, to, amount));
    }

    private void close(Context context, Close message) {
        context.get(balances, message.name(), Refused.NO_ACCOUNT);
        context.remove(balances, message.name());
    }

    private void write(Context context, Write message) {
        context.get(balances, message.name(), Refused.NO_ACCOUNT);
        String name = message.name();
        long number = message.number();
        for (long line = 0; context.get(notes, new Line(name, number, line)).isPresent(); line++) {
            context.remove(notes, new Line(name, number, line));
        }
        List<String> lines = lines(message.text());
        for (int i = 0; i < lines.size(); i++) {
            context.put(notes, new Line(name, number, i), new Text(lines.get(i)));
        }
    }

    private void limit(Context context, Limit message) {
        context.put(limit, Singleton.KEY, new Bound(message.amount()));
    }

    private void audit(Context context, Audit message) {
        context.emit(
                new Audited(
                        context.total(supply),
                        context.find(rich, true, Optional.empty(), 100)));
    }

    private void remark(Context context, Remark message) {
        Balance held = context.get(balances, message.name(), Refused.NO_ACCOUNT);
        context.put(
                balances, message.name(), new Balance(held.amount(), message.memo(), held.frozen()));
    }

    private void freeze(Context context, Freeze message) {
        Balance held = context.get(balances, message.name(), Refused.NO_ACCOUNT);
        context.put(balances, message.name(), new Balance(held.amount(), held.memo(), true));
    }

    private Long balanceOf(View view, BalanceOf query) {
        return view.get(balances, query.name(), Refused.NO_ACCOUNT).amount();
    }

    private Result<Long> pay(Context context, String from, String to, long amount) {
        move(context, from, to, amount);
        return Result.ok(context.get(balances, from).get().amount());
    }

    static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                lines.add(text.substring(start, i));
                start = i + 1;
            }
        }
        lines.add(text.substring(start));
        return lines;
    }

    private static final class Balances
            implements Lens.OfRecord<String, V1.Balance, String, Balance> {
        @Override
        public Entry<String, Balance> up(
                Entry<String, V1.Balance> old, Optional<Entry<String, Balance>> previous) {
            String memo = previous.isPresent() ? previous.get().value().memo() : "";
            return new Entry<>(old.key(), new Balance(old.value().amount(), memo, false));
        }

        @Override
        public Down<Entry<String, V1.Balance>> down(
                Entry<String, Balance> now, Optional<Entry<String, V1.Balance>> previous) {
            if (now.value().frozen()) {
                return new Down.Absent<>();
            }
            return new Down.Is<>(new Entry<>(now.key(), new V1.Balance(now.value().amount())));
        }
    }

    private static final class Notes implements Lens.OfFamily<V1.Note, Text, Line, Text> {
        @Override
        public List<Entry<Line, Text>> up(
                List<Entry<V1.Note, Text>> old, List<Entry<Line, Text>> previous) {
            List<Entry<Line, Text>> made = new ArrayList<>();
            for (Entry<V1.Note, Text> note : old) {
                List<String> lines = lines(note.value().text());
                for (int i = 0; i < lines.size(); i++) {
                    made.add(
                            new Entry<>(
                                    new Line(note.key().name(), note.key().number(), i),
                                    new Text(lines.get(i))));
                }
            }
            return made;
        }

        @Override
        public Down<List<Entry<V1.Note, Text>>> down(
                List<Entry<Line, Text>> now, List<Entry<V1.Note, Text>> previous) {
            List<Entry<V1.Note, Text>> made = new ArrayList<>();
            String text = "";
            for (int i = 0; i < now.size(); i++) {
                Line key = now.get(i).key();
                text = key.line() == 0 ? now.get(i).value().text()
                        : text + "\n" + now.get(i).value().text();
                boolean last =
                        i + 1 == now.size() || now.get(i + 1).key().number() != key.number();
                if (last) {
                    made.add(
                            new Entry<>(new V1.Note(key.name(), key.number()), new Text(text)));
                }
            }
            return new Down.Is<>(made);
        }
    }
}
