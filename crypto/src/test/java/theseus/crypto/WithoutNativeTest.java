package theseus.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes whose class path lacks the fast providers decide every edge case as this one does. */
@Timeout(120)
final class WithoutNativeTest {
    @Test
    void withoutTheNativeOne() throws Exception {
        assertEquals(
                List.of("bouncycastle 2", VerdictProcess.verdicts(Signatures.best(), vectors())),
                process("AmazonCorretto"));
    }

    @Test
    void withNothingButTheJdk() throws Exception {
        assertEquals(
                List.of("jdk 17", VerdictProcess.verdicts(Signatures.best(), vectors())),
                process("AmazonCorretto", "bcprov"));
    }

    private static List<Vector> vectors() {
        List<Vector> vectors = new ArrayList<>(Ed25519Vectors.all());
        vectors.addAll(P256Vectors.all());
        // AgreementTest has all flipped bits; here they would only take time
        vectors.removeIf(it -> it.comment().matches(".*bit [0-9]*[1-9]\\b.*"));
        return vectors;
    }

    private static List<String> process(String... missing) throws Exception {
        String all = System.getProperty("java.class.path");
        String path =
                Arrays.stream(all.split(File.pathSeparator))
                        .filter(one -> Arrays.stream(missing).noneMatch(one::contains))
                        .collect(Collectors.joining(File.pathSeparator));
        assertTrue(path.length() < all.length());
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-cp",
                                path,
                                VerdictProcess.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try {
            try (PrintStream out = new PrintStream(process.getOutputStream())) {
                vectors().stream().map(VerdictProcess::line).forEach(out::println);
            }
            List<String> lines = process.inputReader().lines().toList();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue());
            return lines;
        } finally {
            process.destroyForcibly();
        }
    }
}
