package theseus.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;
import theseus.protocol.MalformedException;
import theseus.protocol.Plan;
import theseus.protocol.RecordCodec;
import theseus.protocol.SchemaCodec;

/** Differences that are meant, from words or from a file. */
final class DeclarationOptions {
    private static final Pattern WORDS =
            Pattern.compile("([^.:=]+)\\.([^.:=]+):(OUTCOME|EVENT|TABLE):([^:=]+)=(.+)");
    private static final RecordCodec<Plan.Declaration> CODEC =
            RecordCodec.of(Plan.Declaration.class);

    @Option(
            names = "--declare",
            paramLabel = "DIFFERENCE",
            description = {
                "A difference that is meant: INSTANCE.MESSAGE:OUTCOME|EVENT|TABLE:NAME=REASON."
                        + " NAME is a refusal code or APPLIED, an event, or a table. Repeatable.",
                "Example: \"consent.Grant:OUTCOME:PURPOSE_MISSING=research must say what for\""
            })
    private List<String> words = List.of();

    @Option(
            names = "--declarations",
            paramLabel = "FILE",
            description =
                    "The same as a JSON list of {message: {instance, message}, respect, subject,"
                            + " reason}.")
    private Optional<Path> file = Optional.empty();

    boolean isEmpty() {
        return words.isEmpty() && file.isEmpty();
    }

    List<Plan.Declaration> read() {
        List<Plan.Declaration> declarations = new ArrayList<>();
        words.forEach(text -> declarations.add(parse(text)));
        file.ifPresent(path -> declarations.addAll(read(path)));
        return declarations;
    }

    private static Plan.Declaration parse(String text) {
        Matcher matcher = WORDS.matcher(text);
        if (!matcher.matches()) {
            throw Failure.usage(
                    "'"
                            + text
                            + "' declares nothing. Write INSTANCE.MESSAGE:OUTCOME|EVENT|TABLE:NAME=REASON,"
                            + " e.g. \"consent.Grant:OUTCOME:PURPOSE_MISSING=research must say what"
                            + " for\".");
        }
        return new Plan.Declaration(
                new Plan.MessageName(matcher.group(1), matcher.group(2)),
                Plan.Respect.valueOf(matcher.group(3)),
                matcher.group(4),
                matcher.group(5));
    }

    private static List<Plan.Declaration> read(Path path) {
        try {
            List<Plan.Declaration> declarations = new ArrayList<>();
            List<?> all = new ObjectMapper().readValue(path.toFile(), List.class);
            if (all == null) {
                throw Failure.usage("The file " + path + " holds null and no list.");
            }
            for (Object one : all) {
                declarations.add(CODEC.decode(SchemaCodec.encode(CODEC.schema(), one)));
            }
            return declarations;
        } catch (IOException | MalformedException | IllegalArgumentException e) {
            throw Failure.usage("The declarations in " + path + " do not fit: " + e.getMessage());
        }
    }
}
