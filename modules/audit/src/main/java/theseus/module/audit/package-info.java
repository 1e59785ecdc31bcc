/** The module {@code audit}; see README.md. */
package theseus.module.audit;
