/** See {@link theseus.fuzzing.Fuzz}. */
package theseus.fuzzing;
