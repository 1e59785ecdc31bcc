/** The command line, one file per command. */
package theseus.cli;
