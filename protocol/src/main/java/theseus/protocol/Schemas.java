package theseus.protocol;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import theseus.protocol.Schema.Field;
import theseus.protocol.Schema.Structure;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Derives schemas from Java types: booleans, int, long, BigInteger, String, {@link Bytes}, {@link
 * AccountId}, {@link Hash}, enums, records, sealed interfaces of records, List and Optional of
 * these. Everything else is refused with an {@link IllegalArgumentException} that says where and
 * what to use instead.
 */
public final class Schemas {
    private static final Map<Class<?>, Schema> SCALARS =
            Map.ofEntries(
                    Map.entry(boolean.class, new Schema.Bool()),
                    Map.entry(Boolean.class, new Schema.Bool()),
                    Map.entry(int.class, new Schema.Int(32)),
                    Map.entry(Integer.class, new Schema.Int(32)),
                    Map.entry(long.class, new Schema.Int(64)),
                    Map.entry(Long.class, new Schema.Int(64)),
                    Map.entry(BigInteger.class, new Schema.BigInt()),
                    Map.entry(String.class, new Schema.Text()),
                    Map.entry(Bytes.class, new Schema.ByteString()),
                    Map.entry(AccountId.class, new Schema.Account()),
                    Map.entry(Hash.class, new Schema.Digest()));

    private final Deque<Class<?>> open = new ArrayDeque<>();
    private int nodes;

    private Schemas() {}

    public static Schema of(Type type) {
        return new Schemas().derive(type, type.getTypeName());
    }

    /** The schema of a record class. */
    public static Structure ofRecord(Class<?> type) {
        if (of(type) instanceof Structure structure) {
            return structure;
        }
        throw new IllegalArgumentException(type.getTypeName() + " is not a record");
    }

    private Schema derive(Type type, String where) {
        if (++nodes > Limits.MAX_SCHEMA_NODES) {
            throw new IllegalArgumentException(
                    where + ": more than " + Limits.MAX_SCHEMA_NODES + " parts; split the record");
        }
        if (type instanceof Class<?> raw) {
            Schema scalar = SCALARS.get(raw);
            return scalar != null ? scalar : ofClass(raw, where);
        }
        if (type instanceof ParameterizedType generic) {
            Type element = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == List.class) {
                return new Schema.ListOf(nested(element, where + "[]"));
            }
            if (generic.getRawType() == Optional.class) {
                Schema inner = nested(element, where);
                if (inner instanceof Schema.OptionalOf) {
                    throw new IllegalArgumentException(
                            where + ": an Optional of an Optional; one level is enough");
                }
                return new Schema.OptionalOf(inner);
            }
        }
        throw new IllegalArgumentException(where + ": " + advice(type));
    }

    private Schema nested(Type element, String where) {
        depth(where);
        // A list has no class of its own, but a level all the same.
        open.push(List.class);
        Schema schema = derive(element, where);
        open.pop();
        return schema;
    }

    private Schema ofClass(Class<?> type, String where) {
        if (type.isEnum()) {
            return new Schema.Enumeration(
                    type.getSimpleName(),
                    Arrays.stream(type.getEnumConstants()).map(c -> ((Enum<?>) c).name()).toList());
        }
        if (!type.isRecord() && !(type.isSealed() && type.isInterface())
                || type.getTypeParameters().length > 0) {
            throw new IllegalArgumentException(where + ": " + advice(type));
        }
        if (open.contains(type)) {
            throw new IllegalArgumentException(
                    where
                            + ": "
                            + type.getSimpleName()
                            + " contains itself; keep the parts in a table of their own and"
                            + " refer to them by key");
        }
        depth(where);
        open.push(type);
        Schema schema = type.isRecord() ? structure(type, where) : union(type, where);
        open.pop();
        return schema;
    }

    private Structure structure(Class<?> type, String where) {
        List<Field> fields = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            fields.add(
                    new Field(
                            component.getName(),
                            derive(component.getGenericType(), where + "." + component.getName())));
        }
        return new Structure(type.getSimpleName(), fields);
    }

    private Schema.Union union(Class<?> type, String where) {
        List<Structure> cases = new ArrayList<>();
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            if (!permitted.isRecord()) {
                throw new IllegalArgumentException(
                        where
                                + ": "
                                + permitted.getSimpleName()
                                + " is a case of "
                                + type.getSimpleName()
                                + " but no record; make each case a record");
            }
            cases.add((Structure) ofClass(permitted, where + ":" + permitted.getSimpleName()));
        }
        return new Schema.Union(type.getSimpleName(), cases);
    }

    private void depth(String where) {
        if (open.size() > Limits.MAX_SCHEMA_DEPTH) {
            throw new IllegalArgumentException(
                    where
                            + ": nested deeper than "
                            + Limits.MAX_SCHEMA_DEPTH
                            + " levels; flatten the record");
        }
    }

    private static String advice(Type type) {
        String name = type.getTypeName();
        if (type == byte[].class) {
            return "byte[] can be changed after the fact; use Bytes";
        }
        if (type instanceof Class<?> raw && raw.isArray()) {
            return name + " can be changed after the fact; use List";
        }
        if (type == float.class
                || type == double.class
                || type == Float.class
                || type == Double.class) {
            return name + " does not compute the same everywhere; use long with a fixed scale";
        }
        if (type == short.class || type == byte.class || type == char.class) {
            return name + " is not supported; use int";
        }
        Type raw = type instanceof ParameterizedType generic ? generic.getRawType() : type;
        if (raw instanceof Class<?> c && Map.class.isAssignableFrom(c)) {
            return "maps have no fixed order; use a List of records, or a table";
        }
        if (raw == List.class || raw == Optional.class) {
            return name + " must say what it contains, as in List<Bytes>";
        }
        if (raw instanceof Class<?> c && Iterable.class.isAssignableFrom(c)) {
            return name + " is not supported; use List";
        }
        if (raw instanceof Class<?> c && c.getTypeParameters().length > 0) {
            return name + " is generic; write a record without type parameters";
        }
        return name
                + " is not supported; use boolean, int, long, BigInteger, String, Bytes,"
                + " AccountId, Hash, an enum, a record, a sealed interface of records, List or"
                + " Optional";
    }
}
