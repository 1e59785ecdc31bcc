package theseus.storage.leveldb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.iq80.leveldb.env.File;

/** A path as the engine sees it. */
record DiskFile(Path path) implements File {
    static Path path(File file) {
        return ((DiskFile) file).path();
    }

    static Path folder(Path file) {
        return file.toAbsolutePath().resolveSibling("");
    }

    @Override
    public File child(String other) {
        return new DiskFile(path.resolve(other));
    }

    @Override
    public boolean mkdirs() {
        return path.toFile().mkdirs();
    }

    @Override
    public String getName() {
        return String.valueOf(path.getFileName());
    }

    @Override
    public File getParentFile() {
        return new DiskFile(folder(path));
    }

    @Override
    public String getPath() {
        return path.toAbsolutePath().toString();
    }

    @Override
    public boolean canRead() {
        return Files.isReadable(path);
    }

    @Override
    public boolean exists() {
        return Files.exists(path);
    }

    @Override
    public boolean isDirectory() {
        return Files.isDirectory(path);
    }

    @Override
    public boolean isFile() {
        return Files.isRegularFile(path);
    }

    @Override
    public long length() {
        return path.toFile().length();
    }

    @Override
    public boolean delete() {
        return path.toFile().delete();
    }

    @Override
    public List<File> listFiles() {
        try (Stream<Path> files = Files.list(path)) {
            return files.sorted().<File>map(DiskFile::new).toList();
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @Override
    public boolean renameTo(File dest) {
        if (!exists()) {
            return false;
        }
        try {
            Files.move(
                    path,
                    path(dest),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            Disk.sync(folder(path));
            return true;
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @Override
    public boolean deleteRecursively() {
        throw new UnsupportedOperationException("the engine deletes no directories");
    }
}
