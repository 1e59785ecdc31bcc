/** A storage engine over LevelDB in Java. */
package theseus.storage.leveldb;
