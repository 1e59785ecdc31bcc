/** The module {@code consent}; see README.md. */
package theseus.module.consent;
