/** Storage on disk over RocksDB: the default of a node. */
module theseus.storage.rocksdb {
    requires transitive theseus.state;
    requires rocksdbjni;

    exports theseus.storage.rocksdb;
}
