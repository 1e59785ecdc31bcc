module theseus.client {
    requires transitive theseus.protocol;
}
