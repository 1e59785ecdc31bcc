package theseus.runtime;

import theseus.protocol.CborReader;
import theseus.protocol.CborWriter;

/**
 * Canonical encoding of one Java type. For a module's records, enums and sealed interfaces the
 * runtime generates an implementation in the module's own loader; public for that reason only.
 */
public interface Codec {
    void write(CborWriter out, Object value);

    Object read(CborReader in);
}
