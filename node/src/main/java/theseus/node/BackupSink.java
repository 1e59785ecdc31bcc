package theseus.node;

import java.io.IOException;

/** Where the parts of a backup go, in their order; the manifest is the last. */
@FunctionalInterface
interface BackupSink {
    void part(String name, byte[] content) throws IOException;
}
