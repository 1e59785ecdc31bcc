/** Benchmarks. */
package theseus.bench;
