/** The module {@code accounts}, version 2; see README.md. */
package theseus.module.accounts.v2;
