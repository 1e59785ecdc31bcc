package theseus.kernel.spi;

import theseus.protocol.Descriptor;

/**
 * One version of a module's code, loaded for one executing thread and holding no state: it serves
 * all instances of the artifact. Calls may nest (a module may be read again while it runs).
 */
public interface Sandbox {
    Descriptor descriptor();

    /** Runs one invocation to its end. Never throws for what module code does. */
    Outcome invoke(Invocation invocation, Host host, long gasLimit);
}
