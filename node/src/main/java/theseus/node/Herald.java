package theseus.node;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import theseus.kernel.ChainRecord;
import theseus.kernel.Codes;
import theseus.kernel.KernelTables;
import theseus.kernel.spi.ConsensusEngine;
import theseus.kernel.spi.ConsensusEngine.Committed;
import theseus.kernel.spi.ConsensusEngine.Submitted;
import theseus.protocol.Limits;
import theseus.protocol.Receipt.Status;
import theseus.protocol.Statement;
import theseus.protocol.Statement.Body;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Says what this validator has to say about plans: signs it, hands it to the engine, and again
 * until a block counted it. Of each kind the last word about a plan is what counts. Thread-safe.
 */
final class Herald {
    /** A statement is for so many blocks; then it is signed again. */
    private static final int WINDOW_BLOCKS = Math.min(200, Limits.MAX_STATEMENT_WINDOW);

    /** What a block refused is tried again after so many. */
    private static final int PATIENCE_BLOCKS = 50;

    /** What became of what was said. */
    enum Standing {
        WAITING,
        UNDER_WAY,
        COUNTED,
        REFUSED
    }

    /**
     * @param code with which it was refused last; empty when it was not
     * @param tryHeight when it is tried (again)
     */
    record Word(Body body, Standing standing, String code, long tryHeight) {}

    private record Key(Hash plan, Class<? extends Body> kind) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int order = plan.compareTo(other.plan);
            return order != 0 ? order : kind.getName().compareTo(other.kind.getName());
        }
    }

    private final ConsensusEngine engine;
    private final ChainApplication application;
    private final StatementBook book;
    private final Map<Key, Word> words = new ConcurrentSkipListMap<>();

    Herald(ConsensusEngine engine, ChainApplication application, StatementBook book) {
        this.engine = engine;
        this.application = application;
        this.book = book;
    }

    /** Says it, unless it was said. What was said before of that kind is not said any more. */
    synchronized void say(Hash plan, Body body) {
        Key key = new Key(plan, body.getClass());
        Word known = words.get(key);
        if (known == null || !known.body().equals(body)) {
            words.put(key, new Word(body, Standing.WAITING, "", 0));
            attempt(key, application.tip());
        }
    }

    /** What it said of that kind about a plan, and what became of it. */
    Optional<Word> word(Hash plan, Class<? extends Body> kind) {
        return Optional.ofNullable(words.get(new Key(plan, kind)));
    }

    /** Tries again what is due. */
    synchronized void tick(Tip tip) {
        words.forEach(
                (key, word) -> {
                    boolean due =
                            word.standing() == Standing.WAITING
                                    || word.standing() == Standing.REFUSED;
                    if (due && tip.height() >= word.tryHeight()) {
                        attempt(key, tip);
                    }
                });
    }

    /** The plan has ended. */
    void forget(Hash plan) {
        words.keySet().removeIf(key -> key.plan().equals(plan));
        book.forget(plan);
    }

    private void attempt(Key key, Tip tip) {
        Word word = words.get(key);
        if (word == null) {
            return;
        }
        Statement statement;
        try {
            statement = book.sign(unsigned(word.body(), tip));
        } catch (StatementBook.Contradiction e) {
            Log.info(
                    "statement.withheld",
                    "plan",
                    key.plan(),
                    "why",
                    String.valueOf(e.getMessage()));
            settle(key, word, Standing.COUNTED, "", 0); // there is nothing more to say
            return;
        }
        words.put(key, new Word(word.body(), Standing.UNDER_WAY, word.code(), 0));
        switch (engine.submit(statement.encode())) {
            case Submitted.Accepted accepted ->
                    accepted.committed()
                            .whenComplete(
                                    (committed, failure) -> {
                                        if (committed != null) {
                                            committed(key, word, committed);
                                        } else {
                                            settle(
                                                    key,
                                                    word,
                                                    Standing.WAITING,
                                                    "",
                                                    tip.height() + 1);
                                        }
                                    });
            case Submitted.Rejected rejected -> refused(key, word, rejected.code(), tip.height());
        }
    }

    private void committed(Key key, Word word, Committed committed) {
        switch (committed.receipt().status()) {
            case Status.Applied() -> settle(key, word, Standing.COUNTED, "", 0);
            case Status.Rejected(String code) -> refused(key, word, code, committed.height());
            case Status.Refused refused -> refused(key, word, refused.code(), committed.height());
            case Status.Trapped trapped ->
                    refused(key, word, trapped.kind().name(), committed.height());
        }
    }

    private void refused(Key key, Word word, String code, long height) {
        switch (code) {
            case Codes.ALREADY_COMMITTED -> settle(key, word, Standing.COUNTED, "", 0);
            case ConsensusEngine.BUSY,
                    ConsensusEngine.SENDER_BUSY,
                    ConsensusEngine.STOPPED,
                    ConsensusEngine.PAUSED,
                    Codes.WRONG_MODULE_SET,
                    Codes.OUTSIDE_WINDOW,
                    Codes.BLOCK_FULL ->
                    settle(key, word, Standing.WAITING, code, height + 1);
            case Codes.REPORT_HEIGHT, Codes.REPORT_SETTLED, Codes.PLAN_PHASE, Codes.NO_SUCH_PLAN ->
                    settle(key, word, Standing.REFUSED, code, Long.MAX_VALUE); // it is too late
            default -> {
                Log.info("statement.refused", "plan", key.plan(), "code", code);
                settle(key, word, Standing.REFUSED, code, height + PATIENCE_BLOCKS);
            }
        }
    }

    /** Unless something else was said meanwhile. */
    private void settle(Key key, Word word, Standing standing, String code, long tryHeight) {
        words.computeIfPresent(
                key,
                (any, now) ->
                        now.body().equals(word.body())
                                ? new Word(word.body(), standing, code, tryHeight)
                                : now);
    }

    private Statement unsigned(Body body, Tip tip) {
        Hash moduleSet =
                tip.state()
                        .get(KernelTables.PARAMETERS, KernelTables.SINGLE)
                        .map(ChainRecord::decode)
                        .map(ChainRecord::moduleSet)
                        .orElseThrow();
        return new Statement(
                application.chain(),
                application.info().validator(),
                tip.height() + 1,
                tip.height() + WINDOW_BLOCKS,
                moduleSet,
                body,
                Bytes.EMPTY);
    }
}
