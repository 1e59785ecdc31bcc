/** A storage engine over RocksDB. */
package theseus.storage.rocksdb;
