package theseus.kernel.spi;

import java.util.List;
import theseus.protocol.Artifact;
import theseus.protocol.Descriptor;

/**
 * Verifies, meters and runs module code. {@code admit} is thread-safe; its answer is a function of
 * the artifact and the protocol version alone.
 */
public interface ModuleRuntime {
    /** The answer to an artifact. */
    sealed interface Admission {
        record Admitted(Descriptor descriptor, Loader loader) implements Admission {}

        record Rejected(List<Finding> findings) implements Admission {}
    }

    /**
     * Why code is not admitted; {@code className} and {@code method} are empty when it is the JAR.
     *
     * @param line in the source file; 0 where the class file does not say
     */
    record Finding(String className, String method, int line, String problem, String advice) {
        public Finding(String className, String method, String problem, String advice) {
            this(className, method, 0, problem, advice);
        }

        /** Class, method and line, as far as they are known. */
        public String where() {
            return className
                    + (method.isEmpty() ? "" : "." + method)
                    + (line == 0 ? "" : ", line " + line);
        }
    }

    /** Opens sandboxes of an admitted artifact: one per executing thread. */
    interface Loader {
        Sandbox open();
    }

    Admission admit(Artifact artifact);
}
