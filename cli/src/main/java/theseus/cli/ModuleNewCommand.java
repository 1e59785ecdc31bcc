package theseus.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code theseus module new}: a small module with a test, ready to change. */
@Command(
        name = "new",
        description = "Start a module: a Maven project with a small module and its test.")
final class ModuleNewCommand implements Runnable {
    /** Template → place in the project. */
    private static final Map<String, String> FILES =
            Map.of(
                    "pom.xml", "pom.xml",
                    "Module.java", "src/main/java/@package@/@Class@.java",
                    "ModuleTest.java", "src/test/java/@package@/@Class@Test.java",
                    "README.md", "README.md",
                    "gitignore", ".gitignore");

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            description = "The module's name, e.g. guestbook.")
    private String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DIR",
            description = "Where (default: a folder of that name here).")
    private Optional<Path> directory = Optional.empty();

    @Mixin private Output output = new Output();

    @Override
    public void run() {
        if (!name.matches("[a-z][a-z0-9]{1,31}")) {
            throw Failure.usage(
                    "A module's name has 2 to 32 lower-case letters and digits, a letter first; not '"
                            + name
                            + "'.");
        }
        Path project = directory.orElse(Path.of(name)).toAbsolutePath().normalize();
        if (Files.exists(project)) {
            throw Failure.usage(project + " exists already; choose another name or folder.");
        }
        try {
            for (Map.Entry<String, String> file : FILES.entrySet()) {
                Path target = project.resolve(fill(file.getValue()));
                Files.createDirectories(target.getParent());
                Files.writeString(target, fill(template(file.getKey())));
            }
        } catch (IOException e) {
            throw Failure.unavailable("Cannot write to " + project + ": " + e.getMessage());
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("created", project.toString());
        document.put("next", "./theseus module build " + project);
        output.result(document);
    }

    private String fill(String text) {
        String type = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        return text.replace("@name@", name)
                .replace("@package@", name)
                .replace("@Class@", type)
                .replace("@home@", Home.installation().toString());
    }

    private static String template(String file) throws IOException {
        try (InputStream in = ModuleNewCommand.class.getResourceAsStream("template/" + file)) {
            if (in == null) {
                throw new IllegalStateException(
                        "the template " + file + " is missing in the build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
