/** Runs modules in plain JUnit: the real packager, runtime, kernel and state, without a node. */
module theseus.testkit {
    requires transitive theseus.runtime;
    requires theseus.state;
    requires theseus.storage.memory;
    requires theseus.crypto;

    exports theseus.testkit;
}
