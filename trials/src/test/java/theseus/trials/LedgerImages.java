package theseus.trials;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import theseus.protocol.RecordCodec;
import theseus.sdk.Bytes;

/**
 * What the right candidate's tables must hold beside those of the version in force, in plain words
 * and without its lens: the reference for what stands under the root in the second world.
 */
final class LedgerImages {
    private static final RecordCodec<String> NAME = RecordCodec.of(String.class);
    private static final RecordCodec<Held> HELD = RecordCodec.of(Held.class);
    private static final RecordCodec<Balance> BALANCE = RecordCodec.of(Balance.class);
    private static final RecordCodec<Note> NOTE = RecordCodec.of(Note.class);
    private static final RecordCodec<Line> LINE = RecordCodec.of(Line.class);
    private static final RecordCodec<Text> TEXT = RecordCodec.of(Text.class);

    record Held(long amount) {}

    record Balance(long amount, String memo, boolean frozen) {}

    record Note(String name, long number) {}

    record Line(String name, long number, long line) {}

    record Text(String text) {}

    private LedgerImages() {}

    /**
     * @param memos what was remarked of whom; the version in force knows nothing of it
     */
    static Map<Bytes, Bytes> balances(Map<Bytes, Bytes> old, Map<String, String> memos) {
        Map<Bytes, Bytes> images = new TreeMap<>();
        old.forEach(
                (key, value) -> {
                    String memo = Optional.ofNullable(memos.get(NAME.decode(key))).orElse("");
                    Balance balance = new Balance(HELD.decode(value).amount(), memo, false);
                    images.put(key, BALANCE.encode(balance));
                });
        return images;
    }

    /** A record for each line of each note. */
    static Map<Bytes, Bytes> notes(Map<Bytes, Bytes> old) {
        Map<Bytes, Bytes> images = new TreeMap<>();
        old.forEach(
                (key, value) -> {
                    Note note = NOTE.decode(key);
                    String[] lines = TEXT.decode(value).text().split("\n", -1);
                    for (int i = 0; i < lines.length; i++) {
                        images.put(
                                LINE.encode(new Line(note.name(), note.number(), i)),
                                TEXT.encode(new Text(lines[i])));
                    }
                });
        return images;
    }
}
