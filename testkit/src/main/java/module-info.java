module theseus.testkit {
    requires transitive theseus.runtime;
    requires theseus.state;
    requires theseus.storage.memory;
    requires theseus.crypto;
}
