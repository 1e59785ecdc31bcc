module theseus.storage.rocksdb {
    requires transitive theseus.state;
}
