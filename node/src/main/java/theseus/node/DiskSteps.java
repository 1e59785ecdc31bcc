package theseus.node;

import java.io.IOException;

/**
 * The steps with which a small file is changed, one at a time. A process may end at any of them;
 * tests end it at each.
 */
interface DiskSteps {
    DiskSteps REAL = (what, half, all) -> all.make();

    /** Something that is done to the disk. */
    interface Change {
        void make() throws IOException;
    }

    /**
     * @param half what may be left of it when it is broken off; does nothing where the system does
     *     all or nothing
     */
    void step(String what, Change half, Change all) throws IOException;

    default void step(String what, Change all) throws IOException {
        step(what, () -> {}, all);
    }
}
