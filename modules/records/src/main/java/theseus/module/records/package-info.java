/** The module {@code records}; see README.md. */
package theseus.module.records;
