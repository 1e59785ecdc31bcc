/** The embedded engine: one validator orders and decides. */
package theseus.consensus.solo;
