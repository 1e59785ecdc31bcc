/** Versioned, provable state over any {@link theseus.state.spi.Storage}. */
module theseus.state {
    requires transitive theseus.kernel;

    exports theseus.state;
    exports theseus.state.spi;
}
