/** A storage engine in memory. */
package theseus.storage.memory;
