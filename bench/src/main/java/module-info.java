/** Benchmarks. Jackson prints their figures; RocksDB alone is what the state is measured against. */
module theseus.bench {
    requires com.fasterxml.jackson.databind;
    requires rocksdbjni;
    requires theseus.state;
    requires theseus.storage.rocksdb;

    exports theseus.bench;
}
