package theseus.cli;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import theseus.node.AccessToken;
import theseus.node.NodeException;
import theseus.node.TokenFile;

/** {@code theseus token}: who may use a node's API. */
@Command(
        name = "token",
        description = "Make tokens for those who may use a node's API.",
        subcommands = TokenCommand.New.class)
final class TokenCommand {
    @Command(
            name = "new",
            description = "Make a token: shows it once, and its line for the file http.tokens.")
    static final class New implements Runnable {
        @Option(
                names = "--name",
                required = true,
                paramLabel = "NAME",
                description = "Who it is for: lower-case letters, digits, '-'.")
        private String name = "";

        @Option(
                names = "--rights",
                paramLabel = "RIGHTS",
                defaultValue = "read",
                description = "Of read, submit and operate, with commas between (default: read).")
        private String rights = "read";

        @Option(
                names = "--add-to",
                paramLabel = "FILE",
                description = "Add the line to this file of tokens; it is made if there is none.")
        private Optional<Path> tokens = Optional.empty();

        @Option(
                names = "--out",
                paramLabel = "FILE",
                description = "Write the token into a new file instead of showing it.")
        private Optional<Path> out = Optional.empty();

        @Mixin private Output output = new Output();

        @Override
        public void run() {
            String secret = AccessToken.secret(new SecureRandom());
            AccessToken token;
            try {
                token = AccessToken.of(name, AccessToken.rights(rights), secret);
            } catch (IllegalArgumentException e) {
                throw Failure.usage("No token: " + e.getMessage() + ".");
            }
            out.filter(Files::exists)
                    .ifPresent(
                            file -> {
                                throw Failure.usage("There is a file " + file + " already.");
                            });
            tokens.ifPresent(file -> add(file, token));
            out.ifPresent(file -> write(file, secret + "\n"));
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("token", out.map(Path::toString).orElse(secret));
            document.put("line", token.line());
            document.put(
                    "next",
                    (tokens.isPresent() ? "" : "add the line to the node's file of tokens; ")
                            + "give the token to "
                            + name
                            + " by a safe way, it is not shown again");
            output.result(document);
        }

        /** A node could not read a file any more in which something is wrong, or a name twice. */
        private static void add(Path file, AccessToken token) {
            String before = "";
            if (Files.exists(file)) {
                try {
                    for (AccessToken one : TokenFile.read(file)) {
                        if (one.name().equals(token.name())) {
                            throw Failure.usage(
                                    file
                                            + " has a token of '"
                                            + token.name()
                                            + "' already: take its line out first.");
                        }
                    }
                } catch (NodeException e) {
                    throw Failure.refused(e.code(), e.code() + ": " + e.getMessage());
                }
                before = endsInLine(file) ? "" : "\n";
            }
            write(file, before + token.line() + "\n");
        }

        private static boolean endsInLine(Path file) {
            try {
                byte[] content = Files.readAllBytes(file);
                return content.length == 0 || content[content.length - 1] == '\n';
            } catch (IOException e) {
                throw Failure.usage("Cannot read " + file + " (" + e + ").");
            }
        }

        private static void write(Path file, String text) {
            try {
                if (!Files.exists(file)) {
                    create(file);
                }
                Files.writeString(file, text, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw Failure.usage("Cannot write " + file + " (" + e + ").");
            }
        }

        /** For its owner only. */
        private static void create(Path file) throws IOException {
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        file,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
        }
    }
}
