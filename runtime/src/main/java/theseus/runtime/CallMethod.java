package theseus.runtime;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import theseus.protocol.Descriptor.MethodShape;
import theseus.protocol.Schema;
import theseus.sdk.Context;
import theseus.sdk.Interface;
import theseus.sdk.Result;
import theseus.sdk.View;

/**
 * A method of an interface between modules, with the codecs of one side.
 *
 * @param label interface and method, as a sentence names it
 */
record CallMethod(
        Method method,
        String label,
        MethodShape shape,
        List<Shape> parameterShapes,
        List<Codec> parameters,
        Codec result) {
    static final int MAX_METHODS = 64;

    String name() {
        return shape.name();
    }

    boolean readOnly() {
        return shape.readOnly();
    }

    /** The methods of {@code type} by name; their position is their number. */
    static List<CallMethod> of(Class<?> type, Forge forge) {
        Interface declared = type.getAnnotation(Interface.class);
        if (!type.isInterface() || declared == null) {
            throw Inadmissible.of(
                    type.getName(),
                    "is required or offered, but is no Java interface with @Interface",
                    "annotate it: @Interface(name = \"...\", version = \"1.0\")");
        }
        if (type.getInterfaces().length > 0 || type.getTypeParameters().length > 0) {
            throw Inadmissible.of(
                    type.getName(),
                    "extends another interface or has type parameters",
                    "declare its methods itself, with concrete types");
        }
        List<CallMethod> methods = new ArrayList<>();
        for (Method method : type.getDeclaredMethods()) {
            if (Modifier.isAbstract(method.getModifiers())) {
                methods.add(of(type, declared.name(), method, forge));
            }
        }
        methods.sort(Comparator.comparing(CallMethod::name));
        check(type, methods);
        return methods;
    }

    private static void check(Class<?> type, List<CallMethod> methods) {
        if (methods.isEmpty() || methods.size() > MAX_METHODS) {
            throw Inadmissible.of(
                    type.getName(),
                    "has " + methods.size() + " methods",
                    "an interface has 1 to " + MAX_METHODS);
        }
        for (int i = 1; i < methods.size(); i++) {
            if (methods.get(i).name().equals(methods.get(i - 1).name())) {
                throw problem(methods.get(i).method(), "is there twice", "give each its own name");
            }
        }
    }

    private static CallMethod of(Class<?> type, String interfaceName, Method method, Forge forge) {
        Names.check(type, method.getName());
        Class<?>[] raw = method.getParameterTypes();
        if (raw.length == 0 || (raw[0] != View.class && raw[0] != Context.class)) {
            throw problem(
                    method,
                    "does not take a View or a Context first",
                    "begin with View if it only reads, with Context if it may write");
        }
        Type[] types = method.getGenericParameterTypes();
        List<Schema> schemas = new ArrayList<>();
        List<Shape> shapes = new ArrayList<>();
        List<Codec> codecs = new ArrayList<>();
        for (int i = 1; i < types.length; i++) {
            schemas.add(forge.schema(type, types[i]));
            shapes.add(Shape.of(types[i]));
            codecs.add(forge.codec(type, types[i]));
        }
        if (!(method.getGenericReturnType() instanceof ParameterizedType returned)
                || returned.getRawType() != Result.class) {
            throw problem(
                    method,
                    "does not return a Result<...>",
                    "wrap what it returns: Result.ok(...)");
        }
        Type result = returned.getActualTypeArguments()[0];
        MethodShape shape =
                new MethodShape(
                        method.getName(),
                        raw[0] == View.class,
                        schemas,
                        forge.schema(type, result));
        return new CallMethod(
                method,
                interfaceName + "." + method.getName(),
                shape,
                shapes,
                codecs,
                forge.codec(type, result));
    }

    private static Inadmissible problem(Method method, String problem, String advice) {
        return new Inadmissible(
                List.of(
                        new theseus.kernel.spi.ModuleRuntime.Finding(
                                method.getDeclaringClass().getName(),
                                method.getName(),
                                problem,
                                advice)));
    }
}
