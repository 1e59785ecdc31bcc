/** The module {@code consent}, version 3; see README.md. */
package theseus.module.consent.v3;
