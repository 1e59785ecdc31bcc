/** The deterministic core: (state, block) → effects. No IO, clock, threads or randomness. */
module theseus.kernel {
    requires transitive theseus.protocol;
    requires transitive theseus.sdk;

    exports theseus.kernel;
    exports theseus.kernel.spi;
}
