package theseus.runtime;

import java.util.List;
import java.util.Optional;

/**
 * A type of the JDK or the SDK that module code may name. All names are internal names.
 *
 * @param guest what module code gets instead
 * @param supertypes those that members are also looked up in
 * @param open whether module code may extend or implement it
 */
record AllowedType(
        String name,
        Optional<String> guest,
        List<String> supertypes,
        boolean open,
        boolean throwable) {}
