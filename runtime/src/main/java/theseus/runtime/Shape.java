package theseus.runtime;

import java.lang.constant.ClassDesc;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;

/** A Java type as the code generator sees it. */
sealed interface Shape {
    ClassDesc LIST = ClassDesc.of("java.util.List");
    ClassDesc OPTIONAL = ClassDesc.of("java.util.Optional");

    record Plain(Scalar scalar, boolean primitive) implements Shape {}

    /** A record, an enum or a sealed interface of records. */
    record Named(Class<?> type) implements Shape {}

    record ListOf(Shape element) implements Shape {}

    record OptionalOf(Shape element) implements Shape {}

    /** The shape of a type that has a schema. */
    static Shape of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Shape element = of(generic.getActualTypeArguments()[0]);
            if (generic.getRawType() == List.class) {
                return new ListOf(element);
            }
            if (generic.getRawType() == Optional.class) {
                return new OptionalOf(element);
            }
        } else if (type instanceof Class<?> plain) {
            Optional<Scalar> scalar = Scalar.of(plain);
            return scalar.isPresent()
                    ? new Plain(scalar.get(), plain.isPrimitive())
                    : new Named(plain);
        }
        throw new IllegalArgumentException("no schema for " + type.getTypeName());
    }

    /** As a field, parameter or local variable. */
    default ClassDesc desc() {
        return switch (this) {
            case Plain(Scalar scalar, boolean primitive) -> primitive ? scalar.desc() : boxed();
            case Named(Class<?> type) -> ClassDesc.of(type.getName());
            case ListOf _ -> LIST;
            case OptionalOf _ -> OPTIONAL;
        };
    }

    /** As an element of a list or an optional. */
    default ClassDesc boxed() {
        return this instanceof Plain(Scalar scalar, _)
                ? ClassDesc.of(scalar.type().getName())
                : this instanceof Named(Class<?> type)
                        ? ClassDesc.of(type.getName())
                        : this instanceof ListOf ? LIST : OPTIONAL;
    }
}
