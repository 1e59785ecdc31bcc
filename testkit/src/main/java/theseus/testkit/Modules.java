package theseus.testkit;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import theseus.protocol.Descriptor;
import theseus.protocol.Message;
import theseus.sdk.Query;

/** Which instances there are, and which of them a record of the test's is for. */
final class Modules {
    private record Installed(Descriptor descriptor) {
        /** Whether {@code type} is of this module: of its package or one below it. */
        boolean has(Class<?> type) {
            String name = descriptor.moduleClass();
            String own = name.substring(0, Math.max(0, name.lastIndexOf('.')));
            String its = type.getPackageName();
            return its.equals(own) || its.startsWith(own + ".");
        }

        boolean is(String name) {
            return descriptor.module().equals(name);
        }

        boolean handles(Class<?> type) {
            return has(type)
                    && descriptor.messages().stream()
                            .anyMatch(
                                    one ->
                                            one.name().equals(type.getSimpleName())
                                                    && one.form() == Message.formOf(type));
        }

        boolean answers(Class<?> type) {
            return has(type)
                    && descriptor.queries().stream()
                            .anyMatch(one -> one.name().equals(type.getSimpleName()));
        }
    }

    /** The versions of each instance that a test may speak to. */
    private final Map<String, List<Installed>> installed = new LinkedHashMap<>();

    /** One more version of an instance. */
    void add(String instance, Descriptor descriptor) {
        installed.computeIfAbsent(instance, _ -> new ArrayList<>()).add(new Installed(descriptor));
    }

    boolean emits(String instance, Class<?> event) {
        return installed.getOrDefault(instance, List.of()).stream().anyMatch(one -> one.has(event));
    }

    /** The only instance of a module of that name. */
    String ofModule(String module) {
        List<String> names =
                installed.entrySet().stream()
                        .filter(entry -> entry.getValue().stream().anyMatch(one -> one.is(module)))
                        .map(Map.Entry::getKey)
                        .toList();
        if (names.size() != 1) {
            throw new AssertionError(
                    "of the module %s there are the instances %s: say which, as in chain.upgrade(\"%s\", ...)"
                            .formatted(module, names, names.isEmpty() ? "name" : names.getFirst()));
        }
        return names.getFirst();
    }

    String forMessage(Class<?> type) {
        return only(type, one -> one.handles(type), "handles the message", "send(account, ");
    }

    String forQuery(Class<?> type) {
        return only(type, one -> one.answers(type), "answers the query", "query(");
    }

    private String only(Class<?> type, Predicate<Installed> test, String does, String call) {
        List<String> names =
                installed.entrySet().stream()
                        .filter(entry -> entry.getValue().stream().anyMatch(test))
                        .map(Map.Entry::getKey)
                        .toList();
        if (names.size() == 1) {
            return names.getFirst();
        }
        if (names.isEmpty()) {
            throw new AssertionError(
                    "no instance on this chain %s %s; there are %s. Does define() declare it?"
                            .formatted(does, type.getSimpleName(), installed.keySet()));
        }
        throw new AssertionError(
                "%s each %s %s: say which, as in chain.%s\"%s\", ...)"
                        .formatted(names, does, type.getSimpleName(), call, names.getFirst()));
    }

    /** The {@code R} of a {@code Query<R>}. */
    static Type result(Class<?> query) {
        return Arrays.stream(query.getGenericInterfaces())
                .filter(ParameterizedType.class::isInstance)
                .map(ParameterizedType.class::cast)
                .filter(type -> type.getRawType() == Query.class)
                .map(type -> type.getActualTypeArguments()[0])
                .findFirst()
                .orElseThrow(
                        () ->
                                new AssertionError(
                                        query.getName()
                                                + " does not say what it implements: Query<...>"));
    }
}
