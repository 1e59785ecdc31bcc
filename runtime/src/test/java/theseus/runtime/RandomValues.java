package theseus.runtime;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/** Makes random values of any type that has a schema. */
final class RandomValues {
    private static final int MAX_ITEMS = 4;
    private static final long[] EDGES = {
        0, 1, -1, 23, 24, 255, 256, 65_535, 65_536, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE
    };

    private final Random random;

    RandomValues(long seed) {
        random = new Random(seed);
    }

    Object of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type element = generic.getActualTypeArguments()[0];
            return generic.getRawType() == List.class
                    ? list(element)
                    : random.nextBoolean() ? Optional.of(of(element)) : Optional.empty();
        }
        return ofClass((Class<?>) type);
    }

    private List<Object> list(Type element) {
        List<Object> items = new ArrayList<>();
        for (int i = random.nextInt(MAX_ITEMS); i > 0; i--) {
            items.add(of(element));
        }
        return List.copyOf(items);
    }

    private Object ofClass(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return random.nextBoolean();
        } else if (type == int.class || type == Integer.class) {
            return (int) number();
        } else if (type == long.class || type == Long.class) {
            return number();
        } else if (type == BigInteger.class) {
            return new BigInteger(random.nextInt(300), random)
                    .multiply(BigInteger.valueOf(random.nextBoolean() ? 1 : -1));
        } else if (type == String.class) {
            String[] texts = {"", "a", "käse", "\ud83d\udc1f", "\u0000", "x".repeat(300)};
            return texts[random.nextInt(texts.length)];
        } else if (type == Bytes.class) {
            return bytes(random.nextInt(40));
        } else if (type == AccountId.class) {
            return new AccountId(bytes(32));
        } else if (type == Hash.class) {
            return new Hash(bytes(32));
        } else if (type == PublicKey.class) {
            return new PublicKey(1 + random.nextInt(255), bytes(1 + random.nextInt(40)));
        } else if (type.isEnum()) {
            return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
        } else if (type.isRecord()) {
            return record(type);
        }
        Class<?>[] cases = type.getPermittedSubclasses();
        return record(cases[random.nextInt(cases.length)]);
    }

    private Object record(Class<?> type) {
        RecordComponent[] fields = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(fields).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(fields).map(f -> of(f.getGenericType())).toArray();
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private long number() {
        return random.nextInt(3) == 0 ? EDGES[random.nextInt(EDGES.length)] : random.nextLong();
    }

    private Bytes bytes(int size) {
        byte[] content = new byte[size];
        random.nextBytes(content);
        return Bytes.wrap(content);
    }
}
