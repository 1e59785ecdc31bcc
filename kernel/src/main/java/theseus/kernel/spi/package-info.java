/** The kernel's ports: what it needs from state, runtime, crypto and engines. */
package theseus.kernel.spi;
