module theseus.state {
    requires transitive theseus.kernel;

    exports theseus.state;
    exports theseus.state.spi;
}
