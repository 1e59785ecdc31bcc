package theseus.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import theseus.runtime.BytecodeRuntime;

/**
 * A node in a process of its own that tells its story and ends at a chosen moment as if it were
 * killed. Says {@code ACK id height} of what was acknowledged, {@code STRUCK where}, {@code TOLD}.
 */
final class CrashProcess {
    static final HttpConfig SHUT = HttpConfig.DEFAULT.withPort(0).closed();

    private CrashProcess() {}

    /**
     * Directory, story, chance within a write, engine, then of each target: what, moment, number.
     */
    public static void main(String[] arguments) {
        Story story = Story.valueOf(arguments[1]);
        List<Strike.Target> targets = new ArrayList<>();
        for (int i = 4; i < arguments.length; i += 3) {
            targets.add(
                    new Strike.Target(
                            arguments[i],
                            Strike.Moment.valueOf(arguments[i + 1]),
                            Integer.parseInt(arguments[i + 2])));
        }
        Strike strike = new Strike(targets, new Strike.Halt(Double.parseDouble(arguments[2])));
        NodeConfig config =
                TestChain.config(Path.of(arguments[0]))
                        .withStorage(NodeConfig.StorageKind.valueOf(arguments[3]))
                        .withHttp(SHUT);
        Ground ground =
                new Ground(
                        new BytecodeRuntime(),
                        (kind, folder) -> strike.over(Ground.open(kind, folder)),
                        strike::over);
        try (Node node = Node.start(config, ground)) {
            story.tell(
                    new Driver(
                            node,
                            strike.store().orElseThrow(),
                            sent ->
                                    System.out.println(
                                            "ACK " + sent.id() + " " + sent.committed().height())));
            System.out.println("TOLD");
            System.out.flush();
        }
    }
}
