package theseus.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import theseus.protocol.Descriptor;
import theseus.protocol.JsonSchema;

/** {@code theseus module describe}: a module's reference, from its descriptor. */
@Command(
        name = "describe",
        description = "Print a module's reference, from its descriptor: Markdown, or JSON Schema.")
final class ModuleDescribeCommand implements Runnable {
    @Parameters(paramLabel = "JAR", description = "The module, built.")
    private Path jar = Path.of("");

    @Option(names = "--json", description = "Print JSON Schema instead of Markdown.")
    private boolean json;

    @Spec private CommandSpec command = CommandSpec.create();

    @Override
    public void run() {
        Descriptor descriptor = ModuleFile.read(jar).descriptor();
        String text =
                json
                        ? Output.write(JsonSchema.of(descriptor))
                        : new ModuleReference(descriptor).markdown();
        command.commandLine().getOut().println(text);
        command.commandLine().getOut().flush();
    }
}
