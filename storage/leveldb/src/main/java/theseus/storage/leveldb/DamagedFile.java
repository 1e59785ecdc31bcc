package theseus.storage.leveldb;

import java.io.IOException;
import java.nio.file.Path;

/** A file of the engine is not what the engine wrote. */
final class DamagedFile extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedFile(Path file, String what) {
        super("the file " + file + " is damaged: " + what);
    }
}
