package theseus.runtime.hostile;

import static java.lang.constant.ConstantDescs.CD_Integer;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_Throwable;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.function.Consumer;
import theseus.protocol.TrapKind;

/** Control flow and types that the JVM takes or refuses, and no compiler writes. */
final class Handling {
    private static final String BYTECODE = "its bytecode is not what the JVM accepts";

    private Handling() {}

    private static Hostile trapped(
            String name, Consumer<CodeBuilder> attack, TrapKind kind, Consumer<CodeBuilder> twin) {
        return new Hostile(name, Bytecode.go(attack), new Stop.Trapped(kind), Bytecode.go(twin));
    }

    private static Hostile refused(
            String name, Consumer<CodeBuilder> attack, Consumer<CodeBuilder> twin) {
        return new Hostile(
                name,
                Bytecode.unchecked(
                        it -> it.withMethodBody("go", Bytecode.GO, Bytecode.STATIC, attack)),
                new Stop.Refused("Attack", BYTECODE),
                Bytecode.go(twin));
    }

    private static void nothing(CodeBuilder code) {
        code.return_();
    }

    /** A handler within its own range, which fails again in it. */
    private static void coversItself(CodeBuilder code) {
        Label start = code.newLabel();
        Label end = code.newLabel();
        code.aconst_null().labelBinding(start).pop().aconst_null().goto_(start);
        code.labelBinding(end).exceptionCatchAll(start, end, start);
    }

    private static void coverEachOther(CodeBuilder code) {
        Label one = code.newLabel();
        Label two = code.newLabel();
        Label end = code.newLabel();
        code.aconst_null().labelBinding(one).athrow();
        code.labelBinding(two).athrow().labelBinding(end);
        code.exceptionCatchAll(one, two, two).exceptionCatchAll(two, end, one);
    }

    private static void handles(CodeBuilder code) {
        Label start = code.newLabel();
        Label end = code.newLabel();
        Label handler = code.newLabel();
        code.labelBinding(start).aconst_null().checkcast(CD_Throwable).athrow();
        code.labelBinding(end).labelBinding(handler).pop().return_();
        code.exceptionCatchAll(start, end, handler);
    }

    /** A loop with two ways in, which no source has. */
    private static void twoWaysIn(CodeBuilder code, int most) {
        Label one = code.newLabel();
        Label two = code.newLabel();
        code.iconst_0().istore(3).lload(1).lconst_1().lcmp().ifeq(two);
        code.labelBinding(one).iinc(3, 1).goto_(two);
        code.labelBinding(two).iinc(3, most > 0 ? 1 : 0).iload(3).loadConstant(most);
        code.if_icmplt(one);
        if (most == 0) {
            code.goto_(one);
        }
        code.return_();
    }

    private static void handlerChain(CodeBuilder code, int rounds) {
        Label again = code.newBoundLabel();
        Label end = code.newLabel();
        Label handler = code.newLabel();
        code.aconst_null().athrow();
        code.labelBinding(end).labelBinding(handler).pop();
        if (rounds == 0) {
            code.goto_(again);
        } else {
            code.return_();
        }
        code.exceptionCatch(again, end, handler, ClassDesc.of("java.lang.NullPointerException"));
    }

    private static Attempt constructing(Consumer<CodeBuilder> constructor) {
        return Bytecode.attack(it -> construct(it, constructor));
    }

    private static void construct(ClassBuilder builder, Consumer<CodeBuilder> constructor) {
        builder.withMethodBody("<init>", MTD_void, ClassFile.ACC_PUBLIC, constructor);
        builder.withMethodBody(
                "go",
                Bytecode.GO,
                Bytecode.STATIC,
                code ->
                        code.new_(Bytecode.ATTACK)
                                .dup()
                                .invokespecial(Bytecode.ATTACK, "<init>", MTD_void)
                                .pop()
                                .return_());
    }

    private static void superFirst(CodeBuilder code) {
        code.aload(0).invokespecial(CD_Object, "<init>", MTD_void).return_();
    }

    private static void superTwice(CodeBuilder code) {
        code.aload(0).invokespecial(CD_Object, "<init>", MTD_void);
        superFirst(code);
    }

    static List<Hostile> modules() {
        return List.of(
                trapped(
                        "covers a handler by itself",
                        Handling::coversItself,
                        TrapKind.OUT_OF_GAS,
                        Handling::handles),
                trapped(
                        "covers two handlers by each other",
                        Handling::coverEachOther,
                        TrapKind.OUT_OF_GAS,
                        Handling::handles),
                trapped(
                        "throws and handles without end",
                        code -> handlerChain(code, 0),
                        TrapKind.OUT_OF_GAS,
                        code -> handlerChain(code, 1)),
                trapped(
                        "loops with two ways into the loop",
                        code -> twoWaysIn(code, 0),
                        TrapKind.OUT_OF_GAS,
                        code -> twoWaysIn(code, 100)),
                new Hostile(
                        "loops before it calls its parent's constructor",
                        constructing(
                                code -> {
                                    Label start = code.newBoundLabel();
                                    code.goto_(start);
                                }),
                        new Stop.Trapped(TrapKind.OUT_OF_GAS),
                        constructing(Handling::superFirst)),
                trapped(
                        "allocates and never constructs",
                        code -> {
                            Label start = code.newBoundLabel();
                            code.new_(CD_Integer).pop().goto_(start);
                        },
                        TrapKind.OUT_OF_GAS,
                        code -> code.new_(CD_Integer).pop().return_()),
                trapped(
                        "calls what is static as if it were not",
                        code ->
                                code.iconst_1()
                                        .invokestatic(
                                                CD_Integer,
                                                "valueOf",
                                                MethodTypeDesc.of(CD_Integer, CD_int))
                                        .iconst_1()
                                        .iconst_1()
                                        .invokevirtual(
                                                CD_Integer,
                                                "compare",
                                                MethodTypeDesc.of(CD_int, CD_int, CD_int))
                                        .pop()
                                        .return_(),
                        TrapKind.EXCEPTION,
                        code ->
                                code.iconst_1()
                                        .iconst_1()
                                        .invokestatic(
                                                CD_Integer,
                                                "compare",
                                                MethodTypeDesc.of(CD_int, CD_int, CD_int))
                                        .pop()
                                        .return_()),
                trapped(
                        "calls what is not static as if it were",
                        code ->
                                code.aconst_null()
                                        .checkcast(CD_String)
                                        .invokestatic(
                                                CD_String,
                                                "compareTo",
                                                MethodTypeDesc.of(CD_int, CD_String))
                                        .pop()
                                        .return_(),
                        TrapKind.EXCEPTION,
                        code ->
                                code.ldc("a")
                                        .ldc("b")
                                        .invokevirtual(
                                                CD_String,
                                                "compareTo",
                                                MethodTypeDesc.of(CD_int, CD_String))
                                        .pop()
                                        .return_()),
                refused(
                        "takes a number for an object",
                        code -> code.lload(1).pop().athrow(),
                        Handling::nothing),
                refused(
                        "takes what is not on the stack",
                        code -> code.pop().return_(),
                        code -> code.iconst_1().pop().return_()),
                refused(
                        "runs past the end of its code",
                        CodeBuilder::nop,
                        code -> code.nop().return_()),
                refused(
                        "reads a variable that was not written",
                        code -> code.aload(9).pop().return_(),
                        code -> code.aconst_null().astore(9).aload(9).pop().return_()),
                refused(
                        "uses what it has not constructed",
                        code -> code.new_(CD_Object).areturn(),
                        code ->
                                code.new_(CD_Object)
                                        .dup()
                                        .invokespecial(CD_Object, "<init>", MTD_void)
                                        .pop()
                                        .return_()),
                refused(
                        "makes an object of an interface",
                        code -> code.new_(Bytecode.CONTEXT).dup().athrow(),
                        Handling::nothing),
                new Hostile(
                        "calls its parent's constructor twice",
                        Bytecode.unchecked(it -> construct(it, Handling::superTwice)),
                        new Stop.Refused("Attack", BYTECODE),
                        constructing(Handling::superFirst)),
                new Hostile(
                        "puts something else in place of what it constructs",
                        constructing(
                                code ->
                                        code.aload(0)
                                                .invokespecial(CD_Object, "<init>", MTD_void)
                                                .aconst_null()
                                                .astore(0)
                                                .return_()),
                        new Stop.Refused("Attack.<init>", "puts something else in place"),
                        constructing(
                                code ->
                                        code.aload(0)
                                                .invokespecial(CD_Object, "<init>", MTD_void)
                                                .aconst_null()
                                                .astore(1)
                                                .return_())),
                new Hostile(
                        "writes a final field outside of a constructor",
                        Bytecode.beside(
                                it -> {
                                    it.withField(
                                            "N", CD_long, Bytecode.STATIC | ClassFile.ACC_FINAL);
                                    it.withMethodBody(
                                            "f",
                                            MTD_void,
                                            Bytecode.STATIC,
                                            code ->
                                                    code.lconst_1()
                                                            .putstatic(
                                                                    Bytecode.ATTACK, "N", CD_long)
                                                            .return_());
                                }),
                        new Stop.Refused("Attack.f", "writes the final field N"),
                        Bytecode.beside(
                                it -> {
                                    it.withField(
                                            "N", CD_long, Bytecode.STATIC | ClassFile.ACC_FINAL);
                                    it.withMethodBody(
                                            "<clinit>",
                                            MTD_void,
                                            ClassFile.ACC_STATIC,
                                            code ->
                                                    code.lconst_1()
                                                            .putstatic(
                                                                    Bytecode.ATTACK, "N", CD_long)
                                                            .return_());
                                })));
    }
}
