/** The module {@code assets}; see README.md. */
package theseus.module.assets;
