package theseus.crypto;

import theseus.sdk.Bytes;

/** An admitted key. It is asked only about signatures that the rules admit. Thread-safe. */
interface ParsedKey {
    boolean verifies(Bytes content, Bytes signature);
}
