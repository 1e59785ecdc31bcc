package theseus.runtime.hostile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All hostile modules by what they are after. */
final class HostileModules {
    private HostileModules() {}

    static Map<String, List<Hostile>> groups() {
        Map<String, List<Hostile>> groups = new LinkedHashMap<>();
        groups.put("What differs between nodes", Differing.modules());
        groups.put("What lasts between invocations", Lasting.modules());
        groups.put("Out of the sandbox", Escaping.modules());
        groups.put("Work and memory without paying", Spending.modules());
        groups.put("Handlers and control flow that no compiler writes", Handling.modules());
        groups.put("Call sites and computed constants", CallSites.modules());
        groups.put("Class files that are none, or of another time", Malformed.modules());
        groups.put("Names and hierarchies", Naming.modules());
        groups.put("Sizes and depths", Oversized.modules());
        groups.put("JARs", Archives.modules());
        groups.put("What a module says of itself", Lying.modules());
        return groups;
    }

    static List<Hostile> all() {
        return groups().values().stream().flatMap(List::stream).toList();
    }
}
