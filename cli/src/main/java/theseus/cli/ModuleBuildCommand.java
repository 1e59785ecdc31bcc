package theseus.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code theseus module build}: Maven, with the JDK that this runs on. */
@Command(
        name = "build",
        description = {
            "Build and test a module with Maven and the JDK of this launcher.",
            "The same as: JAVA_HOME=(a JDK 25) mvn package"
        })
final class ModuleBuildCommand implements Runnable {
    @Spec private CommandSpec command = CommandSpec.create();

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
        List<String> words =
                new ArrayList<>(List.of("mvn", "-B", "-ntp", "-q", "-Dstyle.color=never"));
        if (skipTests) {
            words.add("-Dmaven.test.skip=true");
        }
        // What was deleted from the sources must not stay in the artifact, nor in its hash.
        words.add("clean");
        words.add("package");
        ProcessBuilder maven = new ProcessBuilder(words).directory(directory.toFile()).inheritIO();
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
            told();
        } catch (IOException e) {
            throw Failure.unavailable("Cannot run mvn: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.unavailable("Interrupted.");
        }
    }

    /** Maven is quiet about success, and says nothing of what comes next. */
    private void told() throws IOException {
        try (DirectoryStream<Path> built =
                Files.newDirectoryStream(directory.resolve("target"), "*.jar")) {
            for (Path jar : built) {
                command.commandLine().getOut().println("built: " + jar);
                command.commandLine().getOut().println("next: ./theseus module check " + jar);
            }
        }
    }
}
