package theseus.runtime;

import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import theseus.protocol.CborReader;
import theseus.protocol.CborWriter;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** The types that the encoding knows by itself, each with its codec. */
enum Scalar implements Codec {
    BOOL(Boolean.class, ConstantDescs.CD_boolean) {
        @Override
        public void write(CborWriter out, Object value) {
            out.bool((Boolean) value);
        }

        @Override
        public Object read(CborReader in) {
            return in.bool();
        }
    },
    INT(Integer.class, ConstantDescs.CD_int) {
        @Override
        public void write(CborWriter out, Object value) {
            out.integer((Integer) value);
        }

        @Override
        public Object read(CborReader in) {
            return (int) in.integer(Integer.SIZE);
        }
    },
    LONG(Long.class, ConstantDescs.CD_long) {
        @Override
        public void write(CborWriter out, Object value) {
            out.integer((Long) value);
        }

        @Override
        public Object read(CborReader in) {
            return in.integer(Long.SIZE);
        }
    },
    BIG(BigInteger.class) {
        @Override
        public void write(CborWriter out, Object value) {
            out.bigInteger((BigInteger) value);
        }

        @Override
        public Object read(CborReader in) {
            return in.bigInteger();
        }
    },
    TEXT(String.class) {
        @Override
        public void write(CborWriter out, Object value) {
            out.text((String) value);
        }

        @Override
        public Object read(CborReader in) {
            return in.text();
        }
    },
    BYTES(Bytes.class) {
        @Override
        public void write(CborWriter out, Object value) {
            out.bytes((Bytes) value);
        }

        @Override
        public Object read(CborReader in) {
            return in.bytes();
        }
    },
    ACCOUNT(AccountId.class) {
        @Override
        public void write(CborWriter out, Object value) {
            out.bytes(((AccountId) value).bytes());
        }

        @Override
        public Object read(CborReader in) {
            return in.accountId();
        }
    },
    DIGEST(Hash.class) {
        @Override
        public void write(CborWriter out, Object value) {
            out.bytes(((Hash) value).bytes());
        }

        @Override
        public Object read(CborReader in) {
            return in.hash();
        }
    };

    private final Class<?> type;
    private final ClassDesc desc;

    Scalar(Class<?> type) {
        this(type, ClassDesc.of(type.getName()));
    }

    Scalar(Class<?> type, ClassDesc desc) {
        this.type = type;
        this.desc = desc;
    }

    /** The scalar of a class, primitive or not. */
    static Optional<Scalar> of(Class<?> type) {
        return Arrays.stream(values())
                .filter(
                        one ->
                                one.type == type
                                        || one.desc.equals(type.describeConstable().orElseThrow()))
                .findFirst();
    }

    Class<?> type() {
        return type;
    }

    /** The primitive where there is one. */
    ClassDesc desc() {
        return desc;
    }

    boolean isPrimitive() {
        return desc.isPrimitive();
    }
}
