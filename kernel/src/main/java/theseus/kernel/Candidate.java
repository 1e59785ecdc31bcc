package theseus.kernel;

import java.util.List;
import theseus.kernel.spi.ModuleRuntime;

/** Whether another version of a module can stand in the place of the one in force. */
public sealed interface Candidate {
    /** {@code modules} is the module set with the candidate in it. */
    record Fits(ModuleSet modules) implements Candidate {}

    /** {@code findings} are those of the verifier, if it was the code. */
    record Unfit(String code, String explanation, List<ModuleRuntime.Finding> findings)
            implements Candidate {
        public Unfit {
            findings = List.copyOf(findings);
        }
    }
}
