package theseus.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code theseus module build}: Maven, with the JDK that this runs on. */
@Command(
        name = "build",
        description = {
            "Build and test a module with Maven and the JDK of this launcher.",
            "The same as: JAVA_HOME=(a JDK 25) mvn package"
        })
final class ModuleBuildCommand implements Runnable {
    @Parameters(paramLabel = "DIR", defaultValue = ".", description = "The module's folder.")
    private Path directory = Path.of(".");

    @Option(names = "--skip-tests", description = "Build only.")
    private boolean skipTests;

    @Override
    public void run() {
        if (!Files.isRegularFile(directory.resolve("pom.xml"))) {
            throw Failure.usage(
                    "There is no pom.xml in "
                            + directory.toAbsolutePath().normalize()
                            + ". Start a module with: theseus module new NAME");
        }
        List<String> command = new ArrayList<>(List.of("mvn", "-B", "-ntp", "-q"));
        if (skipTests) {
            command.add("-DskipTests");
        }
        command.add("package");
        ProcessBuilder maven =
                new ProcessBuilder(command).directory(directory.toFile()).inheritIO();
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // Maven's own libraries use what JDK 25 warns of; that is not the author's concern.
        maven.environment()
                .putIfAbsent(
                        "MAVEN_OPTS",
                        "--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED");
        try {
            int exit = maven.start().waitFor();
            if (exit != 0) {
                throw Failure.refused("BUILD_FAILED", "The build failed; see above.");
            }
        } catch (IOException e) {
            throw Failure.unavailable("Cannot run mvn: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.unavailable("Interrupted.");
        }
    }
}
