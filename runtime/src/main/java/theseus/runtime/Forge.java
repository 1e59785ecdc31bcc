package theseus.runtime;

import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import theseus.protocol.Schema;
import theseus.protocol.Schemas;

/**
 * Makes the generated classes of one sandbox: defines each once in the module's loader. The first
 * sandbox of an artifact generates, the others define the same bytes.
 */
final class Forge {
    private final SandboxLoader loader;
    private final Map<String, byte[]> known;
    private final SortedMap<String, byte[]> used = new TreeMap<>();
    private final Map<Class<?>, Codec> codecs = new HashMap<>();
    private final ListMaker lists;

    /**
     * @param known class files by binary name, from an earlier forge of the same artifact
     */
    Forge(SandboxLoader loader, Map<String, byte[]> known) {
        this.loader = loader;
        this.known = known;
        this.lists = (ListMaker) instance(Generated.lists(), CodecGenerator::listMaker);
    }

    ListMaker lists() {
        return lists;
    }

    /** All generated classes so far, by binary name. */
    SortedMap<String, byte[]> used() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(used));
    }

    /** The schema of a type of the module, or why it has none. */
    Schema schema(Class<?> at, Type type) {
        try {
            return Schemas.of(type);
        } catch (IllegalArgumentException e) {
            throw Inadmissible.of(at.getName(), String.valueOf(e.getMessage()), "");
        }
    }

    Codec codec(Class<?> at, Type type) {
        schema(at, type);
        return codec(Shape.of(type));
    }

    private Codec codec(Shape shape) {
        return switch (shape) {
            case Shape.Plain(Scalar scalar, _) -> scalar;
            case Shape.ListOf(Shape element) -> new CompositeCodec.OfList(codec(element), lists);
            case Shape.OptionalOf(Shape element) -> new CompositeCodec.OfOptional(codec(element));
            case Shape.Named(Class<?> type) -> named(type);
        };
    }

    private Codec named(Class<?> type) {
        Codec made = codecs.get(type);
        if (made != null) {
            return made;
        }
        for (Type part : parts(type)) {
            codec(Shape.of(part));
        }
        String name = Generated.codec(type);
        Codec codec = (Codec) instance(name, () -> CodecGenerator.generate(type));
        codecs.put(type, codec);
        return codec;
    }

    private static List<Type> parts(Class<?> type) {
        List<Type> parts = new ArrayList<>();
        if (type.isRecord()) {
            if (Modifier.isPrivate(type.getModifiers())) {
                throw Inadmissible.of(
                        type.getName(),
                        "the record is private, so nothing can be decoded into it",
                        "leave out 'private'");
            }
            for (RecordComponent field : checked(type).getRecordComponents()) {
                parts.add(field.getGenericType());
            }
        } else if (!type.isEnum()) {
            parts.addAll(List.of(type.getPermittedSubclasses()));
        }
        return parts;
    }

    /** A class file says thrice what a record consists of; generated code relies on all three. */
    private static Class<?> checked(Class<?> type) {
        RecordComponent[] fields = type.getRecordComponents();
        Class<?>[] types = new Class<?>[fields.length];
        boolean fits = true;
        for (int i = 0; i < fields.length; i++) {
            types[i] = fields[i].getType();
            fits &= fields[i].getAccessor() != null && types[i] == raw(fields[i].getGenericType());
        }
        fits &=
                Stream.of(type.getDeclaredConstructors())
                        .anyMatch(it -> Arrays.equals(it.getParameterTypes(), types));
        if (!fits) {
            throw Inadmissible.of(
                    type.getName(),
                    "its components are not what its constructor and accessors are",
                    "compile with a current javac, and without bytecode tools");
        }
        return type;
    }

    private static Type raw(Type type) {
        return type instanceof ParameterizedType generic ? generic.getRawType() : type;
    }

    Incoming skeleton(Class<?> type, List<CallMethod> methods) {
        String name = Generated.skeleton(type);
        return (Incoming) instance(name, () -> CallGenerator.skeleton(type, methods));
    }

    Object stub(Class<?> type, List<CallMethod> methods, Outgoing calls) {
        String name = Generated.stub(type);
        Class<?> stub = define(name, () -> CallGenerator.stub(type, methods));
        try {
            return stub.getConstructor(Outgoing.class).newInstance(calls);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name + " does not load", e);
        }
    }

    private Object instance(String name, Generator generator) {
        try {
            return define(name, generator).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name + " does not load", e);
        }
    }

    private interface Generator {
        byte[] generate();
    }

    private Class<?> define(String name, Generator generator) {
        byte[] before = known.get(name);
        byte[] content = before != null ? before : generator.generate();
        used.put(name, content);
        return loader.define(name.replace('.', '/'), content);
    }
}
