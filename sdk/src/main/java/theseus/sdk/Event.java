package theseus.sdk;

/** What a module tells the world: a record with this marker. Its simple name is its wire name. */
public interface Event {}
