package theseus.health;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;

/**
 * Searches every file below a folder, byte for byte, names of files included. What is too large for
 * memory is read in pieces that overlap.
 */
final class FileSearch {
    private static final int PIECE_BYTES = 8 * 1024 * 1024;
    private static final int OVERLAP_BYTES = 1024;

    private final PatternSet patterns;
    private long bytes;
    private long files;
    private long hits;

    FileSearch(PatternSet patterns) {
        this.patterns = patterns;
    }

    long bytes() {
        return bytes;
    }

    long files() {
        return files;
    }

    long hits() {
        return hits;
    }

    void search(Path root) {
        try {
            Files.walkFileTree(
                    root,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                                throws IOException {
                            search(Digests.utf8(root.relativize(file).toString()));
                            searchFile(file);
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException failure)
                                throws IOException {
                            // A running chain deletes logs that it no longer needs.
                            if (failure instanceof NoSuchFileException) {
                                return FileVisitResult.CONTINUE;
                            }
                            throw failure;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot search " + root, e);
        }
    }

    void search(byte[] content) {
        bytes += content.length;
        hits += patterns.search(content, _ -> {});
    }

    private void searchFile(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            files++;
            byte[] piece = in.readNBytes(PIECE_BYTES);
            while (piece.length > 0) {
                search(piece);
                byte[] next = in.readNBytes(PIECE_BYTES);
                if (next.length == 0) {
                    return;
                }
                byte[] seam =
                        Arrays.copyOfRange(
                                piece, Math.max(0, piece.length - OVERLAP_BYTES), piece.length);
                int before = seam.length;
                seam = Arrays.copyOf(seam, before + Math.min(next.length, OVERLAP_BYTES));
                System.arraycopy(next, 0, seam, before, seam.length - before);
                searchSeam(seam, before);
                piece = next;
            }
        } catch (NoSuchFileException e) {
            // Deleted between listing and opening; see above.
        }
    }

    /** Counts only what lies across the border of two pieces. */
    private void searchSeam(byte[] seam, int border) {
        long whole = patterns.search(seam, _ -> {});
        long left = patterns.search(Arrays.copyOf(seam, border), _ -> {});
        long right = patterns.search(Arrays.copyOfRange(seam, border, seam.length), _ -> {});
        hits += whole - left - right;
    }
}
