package theseus.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import theseus.assessment.Finding;
import theseus.assessment.Severity;
import theseus.protocol.Descriptor;
import theseus.protocol.Descriptor.TableKind;
import theseus.protocol.Descriptor.TableShape;
import theseus.protocol.Plan.Declaration;
import theseus.protocol.Plan.Respect;

/**
 * Tables that are declared to differ, without what is derived from them. A sum or index of a table
 * that both versions share is compared like any other table, so it must be declared, too.
 */
final class DeclaredTables {
    private DeclaredTables() {}

    static List<Finding> findings(List<Declaration> declarations, Descriptor old, Descriptor now) {
        Set<String> declared =
                declarations.stream()
                        .filter(one -> one.respect() == Respect.TABLE)
                        .map(one -> key(one, one.subject()))
                        .collect(Collectors.toSet());
        List<Finding> findings = new ArrayList<>();
        for (Declaration one : declarations) {
            if (one.respect() == Respect.TABLE && isShared(one.subject(), old, now)) {
                derived(one.subject(), old, now).stream()
                        .filter(table -> !declared.contains(key(one, table)))
                        .forEach(table -> findings.add(finding(one, table)));
            }
        }
        return findings;
    }

    private static Finding finding(Declaration one, String derived) {
        return new Finding(
                Severity.WARNING,
                "DERIVED_NOT_DECLARED",
                "table " + derived,
                "follows from %s, which %s.%s is declared to change, and is not declared itself"
                        .formatted(
                                one.subject(), one.message().instance(), one.message().message()),
                "the plan: the first such difference stops it",
                "declare it, too, if it may differ: %s.%s:TABLE:%s=REASON"
                        .formatted(one.message().instance(), one.message().message(), derived));
    }

    private static String key(Declaration one, String table) {
        return one.message().instance() + "." + one.message().message() + ":" + table;
    }

    private static List<String> derived(String base, Descriptor old, Descriptor now) {
        return now.tables().stream()
                .filter(table -> table.kind() != TableKind.BASE)
                .filter(table -> table.of().filter(base::equals).isPresent())
                .map(TableShape::name)
                .filter(name -> isShared(name, old, now))
                .distinct()
                .toList();
    }

    /** Whether both have it under one schema: then there is one, and both write it. */
    private static boolean isShared(String name, Descriptor old, Descriptor now) {
        return old.tables().stream()
                .filter(table -> table.name().equals(name))
                .anyMatch(
                        table ->
                                now.tables().stream()
                                        .anyMatch(
                                                other ->
                                                        other.name().equals(name)
                                                                && other.schema()
                                                                        == table.schema()));
    }
}
