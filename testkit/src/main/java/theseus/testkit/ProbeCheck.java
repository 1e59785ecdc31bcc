package theseus.testkit;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import theseus.kernel.ProbeRun;
import theseus.runtime.BytecodeRuntime;
import theseus.sdk.Module;

/**
 * Runs the probes that a module ships, {@code probes.json} beside its class, as every node will
 * before it is ready for the module.
 *
 * <pre>{@code
 * assertEquals(Set.of("Add", "Take"), ProbeCheck.passed(Counter.class));
 * }</pre>
 */
public final class ProbeCheck {
    private ProbeCheck() {}

    /**
     * The message types that the module's probes send.
     *
     * @throws AssertionError when one fails, with each that does; or when there are none
     */
    public static SortedSet<String> passed(Class<? extends Module> module) {
        List<ProbeRun.Probed> probed =
                ProbeRun.of(new BytecodeRuntime(), Sources.pack(module).artifact());
        if (probed.isEmpty()) {
            throw new AssertionError(
                    module.getName()
                            + " ships no probes: there is no probes.json beside its class");
        }
        TreeSet<String> messages = new TreeSet<>();
        StringBuilder failures = new StringBuilder();
        for (ProbeRun.Probed one : probed) {
            messages.addAll(one.messages());
            one.failure()
                    .ifPresent(why -> failures.append("\n  '%s': %s".formatted(one.name(), why)));
        }
        if (!failures.isEmpty()) {
            throw new AssertionError("probes of " + module.getName() + " fail:" + failures);
        }
        return messages;
    }
}
