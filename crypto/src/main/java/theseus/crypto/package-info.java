/** Signature schemes, one strict rule on every provider. */
package theseus.crypto;
