module theseus.node {
    requires transitive theseus.kernel;
    requires theseus.runtime;
    requires theseus.state;
    requires theseus.crypto;
}
