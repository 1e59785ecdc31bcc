package theseus.storage.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import theseus.state.spi.StorageException;

/**
 * Keeps a directory for one process: a lock on its file {@code in-use}, which holds the process id
 * as decimal digits. The system releases it when the process ends, however it ends.
 */
final class DirectoryLock implements AutoCloseable {
    private static final String FILE = "in-use";
    private static final int MAX_PID_DIGITS = 20;

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    static DirectoryLock take(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        directory.resolve(FILE),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            if (!locked(channel)) {
                throw inUse(directory, channel);
            }
            byte[] pid =
                    Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(pid), 0);
            return new DirectoryLock(channel);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    private static StorageException inUse(Path directory, FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(MAX_PID_DIGITS);
        channel.read(pid, 0);
        String holder = new String(pid.array(), 0, pid.position(), StandardCharsets.UTF_8);
        return new StorageException(
                StorageException.Code.STORAGE_IN_USE,
                "The directory "
                        + directory
                        + " is in use by process "
                        + (holder.isEmpty() ? "(unknown)" : holder)
                        + ". Stop that process, or choose another directory.");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new StorageException(
                    StorageException.Code.STORAGE_FAILED,
                    "The lock of the directory could not be released: " + failed.getMessage(),
                    failed);
        }
    }
}
