package theseus.model;

import java.util.List;
import java.util.Optional;

/** What a version sees of the chain while it runs: its own tables, and the methods of others. */
public interface Context {
    String sender();

    Optional<String> get(String table, String key);

    void put(String table, String key, String value);

    void remove(String table, String key);

    /** All rows, in the order of keys. */
    List<Row> rows(String table);

    /** Keys of the records that an index holds under {@code of}. */
    List<String> find(String index, String of);

    long total(String sum);

    void emit(String event, String body);

    /** Calls another instance; a refusal takes back what the callee did and comes as a value. */
    Answer call(String instance, String method, String argument);

    void spend(long gas);

    /** Ends everything with an expected no. */
    RuntimeException refuse(String code);

    /** What a call came to: a value, or the code of a refusal. */
    record Answer(Optional<String> value, Optional<String> refusal) {}
}
