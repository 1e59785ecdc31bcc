package theseus.runtime;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/** What the static fields of a module hold once it is initialised: it lasts as the module does. */
final class Statics {
    private Statics() {}

    /** A value and the static field that holds it. */
    record Held(Object value, Field field) {}

    /** The values; javac's own arrays, which the verifier keeps from being reached, left out. */
    static List<Held> of(List<Class<?>> classes) {
        List<Held> values = new ArrayList<>();
        for (Class<?> type : classes) {
            for (Field field : type.getDeclaredFields()) {
                boolean isOfJavac = field.isSynthetic() && field.getType().isArray();
                if (Modifier.isStatic(field.getModifiers())
                        && !field.getType().isPrimitive()
                        && !isOfJavac) {
                    add(values, field);
                }
            }
        }
        return values;
    }

    private static void add(List<Held> values, Field field) {
        try {
            field.setAccessible(true);
            Object value = field.get(null);
            if (value != null) {
                values.add(new Held(value, field));
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " of the module cannot be read", e);
        }
    }
}
