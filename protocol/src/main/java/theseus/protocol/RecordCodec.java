package theseus.protocol;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Canonical bytes ↔ typed values by reflection, for clients and tests. A node runs generated codecs
 * instead; both follow {@link Schemas}. Thread-safe.
 */
public final class RecordCodec<T> {
    /** One part of a value. */
    private interface Part {
        void write(Object value, CborWriter out);

        Object read(CborReader in);
    }

    private final Schema schema;
    private final Part root;

    private RecordCodec(Schema schema, Part root) {
        this.schema = schema;
        this.root = root;
    }

    public static <T> RecordCodec<T> of(Class<T> type) {
        return of((Type) type);
    }

    /** For types with arguments, such as {@code List<Bytes>}; {@code T} must be that type. */
    public static <T> RecordCodec<T> of(Type type) {
        return new RecordCodec<>(Schemas.of(type), part(type));
    }

    /** Encodes a record by its own class. */
    @SuppressWarnings("unchecked") // the codec of a value's own class takes that value
    public static Bytes encodeRecord(Record record) {
        return ((RecordCodec<Record>) of(record.getClass())).encode(record);
    }

    public Schema schema() {
        return schema;
    }

    public Bytes encode(T value) {
        CborWriter out = new CborWriter();
        root.write(value, out);
        return out.toBytes();
    }

    @SuppressWarnings("unchecked")
    public T decode(Bytes encoding) {
        return Wire.decode(encoding, in -> (T) root.read(in));
    }

    private static Part part(Type type) {
        if (type instanceof ParameterizedType generic) {
            Part element = part(generic.getActualTypeArguments()[0]);
            return generic.getRawType() == List.class ? list(element) : optional(element);
        }
        Class<?> raw = (Class<?>) type;
        if (raw.isEnum()) {
            return enumeration(raw.getEnumConstants());
        }
        if (raw.isRecord() && raw != AccountId.class && raw != Hash.class) {
            return new RecordPart(raw);
        }
        return raw.isSealed() && raw != Bytes.class ? new UnionPart(raw) : scalar(raw);
    }

    private static Part scalar(Class<?> type) {
        return new Part() {
            @Override
            public void write(Object value, CborWriter out) {
                switch (value) {
                    case Boolean bool -> out.bool(bool);
                    case Integer number -> out.integer(number);
                    case Long number -> out.integer(number);
                    case BigInteger number -> out.bigInteger(number);
                    case String text -> out.text(text);
                    case Bytes bytes -> out.bytes(bytes);
                    case AccountId account -> out.bytes(account.bytes());
                    case Hash hash -> out.bytes(hash.bytes());
                    default -> throw new IllegalArgumentException("no scalar: " + value);
                }
            }

            @Override
            public Object read(CborReader in) {
                if (type == boolean.class || type == Boolean.class) {
                    return in.bool();
                } else if (type == int.class || type == Integer.class) {
                    return (int) in.integer(32);
                } else if (type == long.class || type == Long.class) {
                    return in.integer(64);
                } else if (type == BigInteger.class) {
                    return in.bigInteger();
                } else if (type == String.class) {
                    return in.text();
                } else if (type == Bytes.class) {
                    return in.bytes();
                }
                return type == AccountId.class ? in.accountId() : in.hash();
            }
        };
    }

    private static Part list(Part element) {
        return new Part() {
            @Override
            public void write(Object value, CborWriter out) {
                Wire.list(out, (List<?>) value, element::write);
            }

            @Override
            public Object read(CborReader in) {
                return List.copyOf(Wire.list(in, Integer.MAX_VALUE, element::read));
            }
        };
    }

    private static Part optional(Part element) {
        return new Part() {
            @Override
            public void write(Object value, CborWriter out) {
                Wire.optional(out, (Optional<?>) value, element::write);
            }

            @Override
            public Object read(CborReader in) {
                return Wire.optional(in, element::read);
            }
        };
    }

    private static Part enumeration(Object[] constants) {
        return new Part() {
            @Override
            public void write(Object value, CborWriter out) {
                out.integer(((Enum<?>) value).ordinal());
            }

            @Override
            public Object read(CborReader in) {
                return constants[in.position(constants.length)];
            }
        };
    }

    /** A record: the array of its components. */
    private static final class RecordPart implements Part {
        private final Class<?> type;
        private final MethodHandle constructor;
        private final List<MethodHandle> accessors = new ArrayList<>();
        private final List<Part> parts = new ArrayList<>();

        RecordPart(Class<?> type) {
            this.type = type;
            RecordComponent[] components = type.getRecordComponents();
            Class<?>[] types = new Class<?>[components.length];
            try {
                MethodHandles.Lookup lookup = MethodHandles.lookup();
                for (int i = 0; i < components.length; i++) {
                    types[i] = components[i].getType();
                    Method accessor = components[i].getAccessor();
                    accessor.setAccessible(true);
                    accessors.add(lookup.unreflect(accessor));
                    parts.add(part(components[i].getGenericType()));
                }
                Constructor<?> canonical = type.getDeclaredConstructor(types);
                canonical.setAccessible(true);
                constructor =
                        lookup.unreflectConstructor(canonical)
                                .asSpreader(Object[].class, components.length);
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException(
                        type.getTypeName() + " cannot be reached; make it accessible", e);
            }
        }

        @Override
        public void write(Object value, CborWriter out) {
            out.arrayHeader(parts.size());
            for (int i = 0; i < parts.size(); i++) {
                parts.get(i).write(call(accessors.get(i), value), out);
            }
        }

        @Override
        public Object read(CborReader in) {
            in.expectArray(parts.size());
            Object[] values = new Object[parts.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = parts.get(i).read(in);
            }
            return call(constructor, (Object) values);
        }

        private Object call(MethodHandle handle, Object argument) {
            try {
                Object result = handle.invoke(argument);
                if (result == null) {
                    throw new IllegalArgumentException(type.getTypeName() + " holds a null");
                }
                return result;
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalArgumentException(type.getTypeName() + ": " + e.getMessage(), e);
            }
        }
    }

    /** A sealed interface: the array of the case's position and the record. */
    private static final class UnionPart implements Part {
        private final List<Class<?>> cases;
        private final List<Part> parts = new ArrayList<>();

        UnionPart(Class<?> type) {
            cases = List.of(type.getPermittedSubclasses());
            for (Class<?> permitted : cases) {
                parts.add(part(permitted));
            }
        }

        @Override
        public void write(Object value, CborWriter out) {
            int index = cases.indexOf(value.getClass());
            out.arrayHeader(2).integer(index);
            parts.get(index).write(value, out);
        }

        @Override
        public Object read(CborReader in) {
            in.expectArray(2);
            return parts.get(in.position(parts.size())).read(in);
        }
    }
}
