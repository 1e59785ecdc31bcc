package theseus.storage.leveldb;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.iq80.leveldb.Logger;
import org.iq80.leveldb.env.DbLock;
import org.iq80.leveldb.env.Env;
import org.iq80.leveldb.env.File;
import org.iq80.leveldb.env.NoOpLogger;
import org.iq80.leveldb.env.RandomInputFile;
import org.iq80.leveldb.env.SequentialFile;
import org.iq80.leveldb.env.WritableFile;
import theseus.state.spi.StorageException;

/**
 * The engine's way to the disk. The one that comes with it takes half a write for a whole one when
 * the disk is full, skips damage in the middle of a log, and names no file; this one does not, and
 * makes the names of new files as durable as their content. Interrupting a thread closes nothing.
 */
final class Disk implements Env {
    private static final int MAX_SMALL_FILE_BYTES = 4_096;

    @Override
    public long nowMicros() {
        return TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
    }

    @Override
    public File toFile(String filename) {
        return new DiskFile(Path.of(filename));
    }

    @Override
    public File createTempDir(String prefix) {
        throw new UnsupportedOperationException("the engine needs no other directory");
    }

    @Override
    public SequentialFile newSequentialFile(File file) throws IOException {
        Path path = DiskFile.path(file);
        return new WholeRecords(LogPrefix.of(path));
    }

    @Override
    public RandomInputFile newRandomAccessFile(File file) throws IOException {
        return TableFile.open(DiskFile.path(file));
    }

    @Override
    public WritableFile newWritableFile(File file) throws IOException {
        Path path = DiskFile.path(file);
        FileOutputStream out = new FileOutputStream(path.toFile());
        sync(DiskFile.folder(path));
        return new AppendedFile(out);
    }

    @Override
    public WritableFile newAppendableFile(File file) throws IOException {
        return new AppendedFile(new FileOutputStream(DiskFile.path(file).toFile(), true));
    }

    @Override
    public void writeStringToFileSync(File file, String content) throws IOException {
        try (WritableFile out = newWritableFile(file)) {
            out.append(new org.iq80.leveldb.util.Slice(content.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Override
    public String readFileToString(File file) throws IOException {
        Path path = DiskFile.path(file);
        if (Files.size(path) > MAX_SMALL_FILE_BYTES) {
            throw new DamagedFile(path, "it is too long");
        }
        String content = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
        if (!content.matches("MANIFEST-[0-9]{1,18}\n")) {
            throw new DamagedFile(path, "it should name a manifest");
        }
        String manifest = content.strip();
        if (!Files.isRegularFile(path.resolveSibling(manifest))) {
            throw new DamagedFile(path.resolveSibling(manifest), "it is missing");
        }
        return content;
    }

    @Override
    public Logger newLogger(File loggerFile) {
        return new NoOpLogger();
    }

    @Override
    public DbLock tryLock(File lockFile) throws IOException {
        Path path = DiskFile.path(lockFile);
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            java.nio.channels.FileLock lock = file.getChannel().tryLock();
            if (lock != null) {
                return new Lock(file, lock);
            }
        } catch (OverlappingFileLockException heldByThisProcess) {
            // refused below
        }
        file.close();
        throw new StorageException(
                StorageException.Code.STORAGE_IN_USE,
                "The directory "
                        + path.getParent()
                        + " is in use by another process, or twice by this one. Stop that process,"
                        + " or choose another directory.");
    }

    /** Makes new and changed names in a directory durable, where the system can do that. */
    static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (java.nio.file.AccessDeniedException noDirectoriesOnThisSystem) {
            // Windows opens no directories, and its file system keeps names in a journal.
        }
    }

    private record Lock(RandomAccessFile file, java.nio.channels.FileLock lock) implements DbLock {
        @Override
        public boolean isValid() {
            return lock.isValid();
        }

        @Override
        public void release() {
            try {
                file.close();
            } catch (IOException failed) {
                throw new java.io.UncheckedIOException(failed);
            }
        }
    }
}
