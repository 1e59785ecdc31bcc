/** A faulty version 3 of {@code consent}, for the demo and for trials; see README.md. */
package theseus.module.consent.v3faulty;
