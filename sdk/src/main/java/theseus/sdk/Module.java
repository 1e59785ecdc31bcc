package theseus.sdk;

/**
 * A module of the chain: a final class with this interface, {@link ModuleInfo} and a constructor
 * without arguments. Its fields are final and hold handles ({@link Table}, {@link Index}, {@link
 * Sum}, {@link Required}) or immutable values only; all that lasts is in its tables.
 */
public interface Module {
    void define(Definition module);
}
