package theseus.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;

/** This checkout, as a test finds it. */
final class Checkout {
    private Checkout() {}

    static Path root() {
        String home = System.getProperty("theseus.home");
        return home == null ? Path.of("..").toAbsolutePath().normalize() : Path.of(home);
    }

    /** Skips a test that needs the packaged JARs, where only classes were compiled. */
    static void assumePackaged() {
        Path jar = root().resolve("testkit/target/theseus-testkit-0.1.0-SNAPSHOT.jar");
        Assumptions.assumeTrue(
                Files.exists(jar), "needs the JARs: run ./theseus test, or mvn verify");
    }

    /** Writes a {@code ./theseus} that runs the classes under test. */
    static Path launcher(Path directory) throws IOException {
        Path script = directory.resolve("theseus");
        Files.writeString(
                script,
                """
                #!/usr/bin/env bash
                exec '%s/bin/java' --enable-native-access=ALL-UNNAMED \
                    --sun-misc-unsafe-memory-access=allow -XX:TieredStopAtLevel=1 \
                    -XX:+UseSerialGC -Dtheseus.home='%s' -cp '%s' theseus.cli.Theseus "$@"
                """
                        .formatted(
                                System.getProperty("java.home"),
                                root(),
                                System.getProperty("java.class.path")));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script;
    }
}
