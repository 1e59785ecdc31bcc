/** The module {@code accounts}; see README.md. */
package theseus.module.accounts;
