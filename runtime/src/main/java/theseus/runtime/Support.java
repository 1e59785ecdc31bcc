package theseus.runtime;

import java.util.List;
import java.util.Optional;
import theseus.protocol.CborReader;
import theseus.protocol.CborWriter;
import theseus.protocol.Malformed;
import theseus.protocol.MalformedException;

/** What generated code calls besides the encoder; public for that reason only. */
public final class Support {
    private Support() {}

    /** The list's elements as they are now; writes the array's head. */
    public static Object[] items(CborWriter out, List<?> list) {
        Object[] items = list.toArray();
        out.arrayHeader(items.length);
        return items;
    }

    /** An element that must be there. */
    public static Object present(Optional<?> optional) {
        return optional.orElseThrow();
    }

    /** For a value of a sealed interface that is none of its cases. */
    public static MalformedException noCase(Object value) {
        return new MalformedException(Malformed.INVALID, "no case of its interface");
    }

    /** Room for a list's elements; the reader bounds them by the bytes that are left. */
    public static Object[] room(CborReader in) {
        return new Object[in.arrayHeader()];
    }
}
