package theseus.sdk;

/** A question that a module answers from committed state: a record with this marker. */
public interface Query<R> {}
