/** Typed client of a node's API; verifies what it is told. */
package theseus.client;
