/** Composes everything into a running node: disk, sockets, HTTP API. */
module theseus.node {
    requires transitive theseus.kernel;
    requires transitive theseus.consensus.solo;
    requires theseus.runtime;
    requires theseus.state;
    requires theseus.storage.memory;
    requires theseus.storage.leveldb;
    requires theseus.storage.rocksdb;
    requires theseus.crypto;
    requires com.fasterxml.jackson.databind;
    requires io.helidon.common.buffers;
    requires io.helidon.webserver;
    requires java.logging;
    requires java.management;
    requires jdk.management;

    exports theseus.node;
}
