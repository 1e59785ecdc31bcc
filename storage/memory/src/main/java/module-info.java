module theseus.storage.memory {
    requires transitive theseus.state;
}
