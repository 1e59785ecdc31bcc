package theseus.sdk;

/**
 * What a transaction asks of a module: a record with this marker. Its simple name is its name on
 * the wire.
 */
public interface Message {}
