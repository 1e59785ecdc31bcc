package theseus.storage.leveldb;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.iq80.leveldb.Logger;
import org.iq80.leveldb.env.DbLock;
import org.iq80.leveldb.env.Env;
import org.iq80.leveldb.env.File;
import org.iq80.leveldb.env.RandomInputFile;
import org.iq80.leveldb.env.SequentialFile;
import org.iq80.leveldb.env.WritableFile;
import org.iq80.leveldb.util.Slice;

/**
 * A disk under an engine that ends at one of the steps with which the engine changes it: a file is
 * made, a piece appended, synced, closed, renamed or deleted. From then on nothing reaches it.
 */
final class StruckDisk implements Env {
    /** What is left of the step at which it ends. */
    enum Left {
        NOTHING,
        /** Of a piece the first half, of any other step nothing. */
        HALF,
        ALL
    }

    private final Disk disk = new Disk();
    private final int last;
    private final Left left;
    private final Map<Path, Long> synced = new TreeMap<>();
    private final List<String> steps = new ArrayList<>();
    private boolean over;

    /**
     * @param last number of the step at which it ends, from 1; 0: never
     */
    StruckDisk(int last, Left left) {
        this.last = last;
        this.left = left;
    }

    synchronized List<String> steps() {
        return List.copyOf(steps);
    }

    synchronized boolean isOver() {
        return over;
    }

    /** As after a power cut: what was not synced is gone, and files that never were are empty. */
    synchronized void loseWhatWasNotSynced(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path path : files.filter(file -> !file.endsWith("LOCK")).toList()) {
                long kept = synced.getOrDefault(path.toAbsolutePath(), Files.size(path));
                try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                    file.setLength(Math.min(kept, file.length()));
                }
            }
        }
    }

    private interface Change {
        void make() throws IOException;
    }

    private synchronized void step(String what, Change half, Change all) throws IOException {
        if (over) {
            throw new IOException("the disk is gone");
        }
        steps.add(what);
        if (steps.size() == last) {
            over = true;
            if (left == Left.HALF) {
                half.make();
            } else if (left == Left.ALL) {
                all.make();
            }
            throw new IOException("the disk is gone");
        }
        all.make();
    }

    private final class Struck implements WritableFile {
        private final Path path;
        private final WritableFile real;

        Struck(Path path, WritableFile real) {
            this.path = path.toAbsolutePath();
            this.real = real;
        }

        @Override
        public void append(Slice data) throws IOException {
            step(
                    "append " + kind(path),
                    () -> real.append(data.slice(0, data.length() / 2)),
                    () -> real.append(data));
        }

        @Override
        public void force() throws IOException {
            step("sync " + kind(path), () -> {}, this::sync);
        }

        private void sync() throws IOException {
            real.force();
            synced.put(path, Files.size(path));
        }

        @Override
        public void close() throws IOException {
            if (isOver()) {
                real.close();
                return;
            }
            step(
                    "close " + kind(path),
                    () -> {},
                    () -> {
                        sync();
                        real.close();
                    });
        }
    }

    /** A name without its number. */
    private static String kind(Path path) {
        return path.getFileName().toString().replaceAll("[0-9]+", "N");
    }

    private static DiskFile real(File file) {
        return file instanceof StruckFile(DiskFile real, _) ? real : (DiskFile) file;
    }

    /** Renames and deletes by steps. */
    private record StruckFile(DiskFile real, StruckDisk disk) implements File {
        @Override
        public File child(String other) {
            return new StruckFile((DiskFile) real.child(other), disk);
        }

        @Override
        public boolean mkdirs() {
            return real.mkdirs();
        }

        @Override
        public String getName() {
            return real.getName();
        }

        @Override
        public File getParentFile() {
            return new StruckFile((DiskFile) real.getParentFile(), disk);
        }

        @Override
        public String getPath() {
            return real.getPath();
        }

        @Override
        public boolean canRead() {
            return real.canRead();
        }

        @Override
        public boolean exists() {
            return real.exists();
        }

        @Override
        public boolean isDirectory() {
            return real.isDirectory();
        }

        @Override
        public boolean isFile() {
            return real.isFile();
        }

        @Override
        public long length() {
            return real.length();
        }

        @Override
        public boolean delete() {
            return did("delete " + kind(real.path()), real::delete);
        }

        @Override
        public List<File> listFiles() {
            return real.listFiles().stream()
                    .<File>map(file -> new StruckFile((DiskFile) file, disk))
                    .toList();
        }

        @Override
        public boolean renameTo(File dest) {
            return did(
                    "rename " + kind(real.path()) + " to " + kind(StruckDisk.real(dest).path()),
                    () -> {
                        Long kept = disk.synced.remove(real.path().toAbsolutePath());
                        if (kept != null) {
                            disk.synced.put(StruckDisk.real(dest).path().toAbsolutePath(), kept);
                        }
                        return real.renameTo(StruckDisk.real(dest));
                    });
        }

        @Override
        public boolean deleteRecursively() {
            return real.deleteRecursively();
        }

        private boolean did(String what, java.util.function.BooleanSupplier change) {
            boolean[] result = new boolean[1];
            try {
                disk.step(what, () -> {}, () -> result[0] = change.getAsBoolean());
            } catch (IOException e) {
                return false;
            }
            return result[0];
        }
    }

    @Override
    public long nowMicros() {
        return disk.nowMicros();
    }

    @Override
    public File toFile(String filename) {
        return new StruckFile((DiskFile) disk.toFile(filename), this);
    }

    @Override
    public File createTempDir(String prefix) {
        return disk.createTempDir(prefix);
    }

    @Override
    public SequentialFile newSequentialFile(File file) throws IOException {
        return disk.newSequentialFile(real(file));
    }

    @Override
    public RandomInputFile newRandomAccessFile(File file) throws IOException {
        return disk.newRandomAccessFile(real(file));
    }

    @Override
    public WritableFile newWritableFile(File file) throws IOException {
        Path path = real(file).path();
        WritableFile[] made = new WritableFile[1];
        step(
                "make " + kind(path),
                () -> {},
                () -> {
                    made[0] = disk.newWritableFile(real(file));
                    synced.put(path.toAbsolutePath(), 0L);
                });
        return new Struck(path, made[0]);
    }

    @Override
    public WritableFile newAppendableFile(File file) throws IOException {
        Path path = real(file).path();
        synchronized (this) {
            synced.putIfAbsent(path.toAbsolutePath(), real(file).length());
        }
        return new Struck(path, disk.newAppendableFile(real(file)));
    }

    @Override
    public void writeStringToFileSync(File file, String content) throws IOException {
        try (WritableFile out = newWritableFile(file)) {
            out.append(new Slice(content.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
    }

    @Override
    public String readFileToString(File file) throws IOException {
        return disk.readFileToString(real(file));
    }

    @Override
    public Logger newLogger(File loggerFile) {
        return disk.newLogger(real(loggerFile));
    }

    /** The process does not end with the disk, so nothing holds the lock. */
    @Override
    public DbLock tryLock(File lockFile) {
        return new DbLock() {
            @Override
            public boolean isValid() {
                return true;
            }

            @Override
            public void release() {}
        };
    }
}
