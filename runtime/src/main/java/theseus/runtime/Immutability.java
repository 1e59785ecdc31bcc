package theseus.runtime;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.Hash;
import theseus.sdk.Index;
import theseus.sdk.PlanKind;
import theseus.sdk.PublicKey;
import theseus.sdk.Singleton;
import theseus.sdk.Sum;
import theseus.sdk.Table;

/**
 * Shows that nothing a module keeps between invocations can change: walks from the module object
 * and everything it declared through all fields. What the walk finds are the objects that really
 * are there, so a hidden list in a captured variable is found as well as one in a field.
 */
final class Immutability {
    static final int MAX_OBJECTS = 100_000;

    private static final Set<Class<?>> VALUES =
            Set.of(
                    String.class,
                    Boolean.class,
                    Integer.class,
                    Long.class,
                    Short.class,
                    Byte.class,
                    Character.class,
                    BigInteger.class,
                    Class.class,
                    Bytes.class,
                    AccountId.class,
                    Hash.class,
                    PublicKey.class,
                    AccountKeys.class,
                    Singleton.class,
                    Capability.class,
                    PlanKind.class,
                    Outgoing.class);

    /** The JDK's unmodifiable lists; their elements are walked. */
    private static final Set<Class<?>> LISTS = Set.of(List.of().getClass(), List.of(1).getClass());

    /** Parents outside the module that have nothing that can change. */
    private static final Set<Class<?>> PLAIN_PARENTS =
            Set.of(Object.class, Record.class, Enum.class);

    private static final String GUEST_PACKAGE = "theseus.runtime.guest.";

    /** The same of the sandbox's own library. */
    private static final String GUEST_LIST = GUEST_PACKAGE + "FixedList";

    private final ClassLoader loader;
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Found> open = new ArrayDeque<>();

    /** An object whose fields are still to be walked, and where it was found. */
    private record Found(Object value, Class<?> holder, String field) {}

    private Immutability(ClassLoader loader) {
        this.loader = loader;
    }

    /** Refuses the module when something reachable from {@code roots} can change. */
    static void check(ClassLoader loader, List<Object> roots, List<Statics.Held> statics) {
        Immutability walk = new Immutability(loader);
        for (Statics.Held held : statics) {
            walk.reach(held.value(), held.field().getDeclaringClass(), held.field().getName());
        }
        for (Object root : roots) {
            walk.reach(root, root.getClass(), "");
        }
        while (!walk.open.isEmpty()) {
            walk.fields(walk.open.pop());
        }
    }

    private void reach(Object value, Class<?> holder, String field) {
        if (value == null || VALUES.contains(value.getClass()) || !seen.add(value)) {
            return;
        }
        if (seen.size() > MAX_OBJECTS) {
            throw Inadmissible.of(
                    holder.getName(),
                    "the module keeps more than " + MAX_OBJECTS + " objects",
                    "keep data in tables");
        }
        switch (value) {
            case Optional<?> optional -> optional.ifPresent(it -> reach(it, holder, field));
            case Table<?, ?> _ -> {}
            case Index<?, ?, ?> index -> reach(index.extractor(), holder, field);
            case Sum<?, ?> sum -> reach(sum.amount(), holder, field);
            case List<?> list when isFixed(list) ->
                    list.forEach(item -> reach(item, holder, field));
            default -> {
                // The class of an array says that it comes from where its elements' class does.
                if (!value.getClass().isArray() && value.getClass().getClassLoader() == loader) {
                    open.push(new Found(value, holder, field));
                } else {
                    throw changeable(value, holder, field);
                }
            }
        }
    }

    private static Inadmissible changeable(Object value, Class<?> holder, String field) {
        return Inadmissible.of(
                holder.getName(),
                (field.isEmpty() ? "it" : "its field or captured variable '" + field + "'")
                        + " holds a "
                        + asWritten(value.getClass())
                        + ", which can change",
                "keep what lasts in a table; a module holds handles and immutable values only");
    }

    /** The class that an author wrote, where the sandbox has its own in its place. */
    private static String asWritten(Class<?> type) {
        return switch (type.getName().substring(type.getName().lastIndexOf('.') + 1)) {
            case "MeteredList" -> "java.util.ArrayList";
            case "MeteredDeque" -> "java.util.ArrayDeque";
            case "MeteredMap" -> "java.util.TreeMap";
            case "MeteredSet" -> "java.util.TreeSet";
            case "MeteredBuilder" -> "java.lang.StringBuilder";
            default -> type.getTypeName();
        };
    }

    private boolean isFixed(List<?> list) {
        Class<?> type = list.getClass();
        return LISTS.contains(type)
                || (type.getClassLoader() == loader && type.getName().equals(GUEST_LIST));
    }

    private void fields(Found found) {
        Class<?> type = found.value().getClass();
        boolean ofRuntime = type.getName().startsWith(GUEST_PACKAGE);
        for (; type.getClassLoader() == loader; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    continue;
                }
                if (ofRuntime && !Modifier.isFinal(field.getModifiers())) {
                    throw changeable(found.value(), found.holder(), found.field());
                }
                if (!Modifier.isFinal(field.getModifiers())) {
                    throw Inadmissible.of(
                            type.getName(),
                            "its field '" + field.getName() + "' is not final",
                            "make it final; keep what changes in a table");
                }
                reach(valueOf(field, found.value()), type, field.getName());
            }
        }
        if (!PLAIN_PARENTS.contains(type)) {
            throw changeable(found.value(), found.holder(), found.field());
        }
    }

    private static Object valueOf(Field field, Object object) {
        try {
            field.setAccessible(true);
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " of the module cannot be read", e);
        }
    }
}
