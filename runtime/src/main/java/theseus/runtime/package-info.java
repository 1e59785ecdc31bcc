/** Verifies, meters, generates codecs for and loads module code. */
package theseus.runtime;
