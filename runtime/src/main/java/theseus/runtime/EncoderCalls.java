package theseus.runtime;

import static theseus.runtime.Emitter.READER;
import static theseus.runtime.Emitter.WRITER;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/** Calls of the encoder and decoder, as generated codecs make them. */
final class EncoderCalls {
    private EncoderCalls() {}

    /** Writer on the stack → nothing. */
    static void arrayHeader(CodeBuilder code, int items) {
        code.loadConstant(items);
        code.invokevirtual(WRITER, "arrayHeader", MethodTypeDesc.of(WRITER, ConstantDescs.CD_int));
        code.pop();
    }

    static void write(CodeBuilder code, Scalar scalar) {
        switch (scalar) {
            case BOOL -> call(code, "bool", ConstantDescs.CD_boolean);
            case INT -> integer(code);
            case LONG -> call(code, "integer", ConstantDescs.CD_long);
            case BIG -> call(code, "bigInteger", scalar.desc());
            case TEXT -> call(code, "text", scalar.desc());
            case BYTES -> call(code, "bytes", scalar.desc());
            case ACCOUNT, DIGEST -> {
                ClassDesc bytes = Scalar.BYTES.desc();
                code.invokevirtual(scalar.desc(), "bytes", MethodTypeDesc.of(bytes));
                call(code, "bytes", bytes);
            }
        }
    }

    static void read(CodeBuilder code, Scalar scalar) {
        MethodTypeDesc sized = MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_int);
        MethodTypeDesc plain = MethodTypeDesc.of(scalar.desc());
        switch (scalar) {
            case BOOL -> code.invokevirtual(READER, "bool", plain);
            case INT -> code.loadConstant(32).invokevirtual(READER, "integer", sized).l2i();
            case LONG -> code.loadConstant(64).invokevirtual(READER, "integer", sized);
            case BIG -> code.invokevirtual(READER, "bigInteger", plain);
            case TEXT -> code.invokevirtual(READER, "text", plain);
            case BYTES -> code.invokevirtual(READER, "bytes", plain);
            case ACCOUNT -> code.invokevirtual(READER, "accountId", plain);
            case DIGEST -> code.invokevirtual(READER, "hash", plain);
        }
    }

    /** Writer and int on the stack → nothing. */
    static void integer(CodeBuilder code) {
        code.i2l();
        call(code, "integer", ConstantDescs.CD_long);
    }

    static void expectArray(CodeBuilder code, int items) {
        code.aload(0).loadConstant(items);
        code.invokevirtual(
                READER,
                "expectArray",
                MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int));
    }

    /** Reader and count on the stack → a position below count. */
    static void position(CodeBuilder code) {
        code.invokevirtual(
                READER, "position", MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int));
    }

    private static void call(CodeBuilder code, String method, ClassDesc argument) {
        code.invokevirtual(WRITER, method, MethodTypeDesc.of(WRITER, argument)).pop();
    }
}
