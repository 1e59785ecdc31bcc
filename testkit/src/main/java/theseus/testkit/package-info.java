/** Runs modules in plain JUnit without a node. */
package theseus.testkit;
