/** Storage on disk in plain Java: wherever a JDK runs. */
module theseus.storage.leveldb {
    requires transitive theseus.state;
    requires leveldb;
    requires leveldb.api;

    exports theseus.storage.leveldb;
}
