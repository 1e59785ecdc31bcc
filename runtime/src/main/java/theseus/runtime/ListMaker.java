package theseus.runtime;

import java.util.List;

/**
 * Makes lists of the kind that one loader's module code works on; implemented by a generated class,
 * public for that reason only.
 */
public interface ListMaker {
    /** An immutable list of {@code items}, which the caller gives up. */
    List<Object> of(Object[] items);
}
