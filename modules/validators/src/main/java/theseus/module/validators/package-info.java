/** The module {@code validators}; see README.md. */
package theseus.module.validators;
