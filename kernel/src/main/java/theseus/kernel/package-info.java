/** Executes blocks as a pure function. */
package theseus.kernel;
