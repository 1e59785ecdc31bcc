/** Composes everything into a running node: disk, sockets, HTTP API. */
package theseus.node;
