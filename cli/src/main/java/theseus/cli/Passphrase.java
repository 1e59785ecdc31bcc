package theseus.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Asks for the passphrase of the key store: from a file, the environment, or the terminal. */
final class Passphrase {
    private static final int MIN_LENGTH = 8;
    private static final String VARIABLE = "THESEUS_PASSPHRASE";

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description =
                    "Read the passphrase from the first line of FILE (default: the environment's"
                            + " THESEUS_PASSPHRASE, or ask).")
    private Optional<Path> file = Optional.empty();

    char[] ask(String name) {
        return given().orElseGet(() -> prompt("Passphrase for key '" + name + "': "));
    }

    /** For a new key: long enough, and typed twice when typed. */
    char[] choose(String name) {
        char[] chosen =
                given().orElseGet(
                                () -> {
                                    char[] first =
                                            prompt("New passphrase for key '" + name + "': ");
                                    if (!Arrays.equals(first, prompt("Once more: "))) {
                                        throw Failure.usage("The two passphrases differ.");
                                    }
                                    return first;
                                });
        if (chosen.length < MIN_LENGTH) {
            throw Failure.usage("A passphrase needs at least " + MIN_LENGTH + " characters.");
        }
        return chosen;
    }

    private Optional<char[]> given() {
        if (file.isPresent()) {
            try (var lines = Files.lines(file.get())) {
                return Optional.of(lines.findFirst().orElse("").toCharArray());
            } catch (IOException e) {
                throw Failure.usage("Cannot read the passphrase from " + file.get() + ".");
            }
        }
        return Optional.ofNullable(System.getenv(VARIABLE)).map(String::toCharArray);
    }

    private static char[] prompt(String question) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw Failure.usage(
                    "A passphrase is needed and there is no terminal to ask: set "
                            + VARIABLE
                            + " or give --passphrase-file FILE.");
        }
        char[] answer = console.readPassword("%s", question);
        if (answer == null) {
            throw Failure.usage("No passphrase given.");
        }
        return answer;
    }
}
