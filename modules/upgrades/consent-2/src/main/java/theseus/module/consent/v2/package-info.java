/** The module {@code consent}, version 2; see README.md. */
package theseus.module.consent.v2;
