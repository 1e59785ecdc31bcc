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
            out.ifPresent(file -> write(file, secret, true));
            tokens.ifPresent(file -> write(file, token.line(), false));
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

        private static void write(Path file, String line, boolean fresh) {
            try {
                if (!Files.exists(file)) {
                    create(file);
                } else if (fresh) {
                    throw Failure.usage("There is a file " + file + " already.");
                }
                Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
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
