/** The module {@code governance}, version 2; see README.md. */
package theseus.module.governance.v2;
