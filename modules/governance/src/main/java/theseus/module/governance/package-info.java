/** The module {@code governance}; see README.md. */
package theseus.module.governance;
