/**
 * Benchmarks. Jackson prints their figures; RocksDB alone is what the state is measured against.
 */
module theseus.bench {
    requires com.fasterxml.jackson.databind;
    requires java.net.http;
    requires jdk.management;
    requires rocksdbjni;
    requires theseus.client;
    requires theseus.crypto;
    requires theseus.node;
    requires theseus.runtime;
    requires theseus.state;
    requires theseus.storage.memory;
    requires theseus.storage.rocksdb;

    exports theseus.bench;
}
