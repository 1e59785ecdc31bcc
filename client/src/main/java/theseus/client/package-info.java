/** Talks to a node over HTTP, signs transactions, and verifies proofs and certificates. */
package theseus.client;
