package theseus.runtime.hostile;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Collections;
import java.util.List;

/** What the JVM would link, or compute, at its first use: by whose code? */
final class CallSites {
    private static final ClassDesc RUNNABLE = ClassDesc.of("java.lang.Runnable");
    private static final ClassDesc SUPPLIER = ClassDesc.of("java.util.function.LongSupplier");
    private static final MethodTypeDesc TO_LONG = MethodTypeDesc.of(CD_long);
    private static final DirectMethodHandleDesc LAMBDA =
            bootstrap(
                    "java.lang.invoke.LambdaMetafactory",
                    "metafactory",
                    "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;Ljava/lang/invoke/MethodType;");
    private static final DirectMethodHandleDesc CONCAT =
            bootstrap(
                    "java.lang.invoke.StringConcatFactory",
                    "makeConcatWithConstants",
                    "Ljava/lang/String;[Ljava/lang/Object;");
    private static final DirectMethodHandleDesc SWITCH =
            bootstrap("java.lang.runtime.SwitchBootstraps", "typeSwitch", "[Ljava/lang/Object;");
    private static final DirectMethodHandleDesc RECORD =
            bootstrap(
                    "java.lang.runtime.ObjectMethods",
                    "bootstrap",
                    "Ljava/lang/Class;Ljava/lang/String;[Ljava/lang/invoke/MethodHandle;");

    private CallSites() {}

    static DirectMethodHandleDesc bootstrap(String owner, String name, String parameters) {
        return MethodHandleDesc.ofMethod(
                DirectMethodHandleDesc.Kind.STATIC,
                ClassDesc.of(owner),
                name,
                MethodTypeDesc.ofDescriptor(
                        "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
                                + "Ljava/lang/invoke/MethodType;"
                                + parameters
                                + ")Ljava/lang/invoke/CallSite;"));
    }

    private static DirectMethodHandleDesc handle(
            DirectMethodHandleDesc.Kind kind, String owner, String name, MethodTypeDesc type) {
        return MethodHandleDesc.ofMethod(kind, ClassDesc.of(owner), name, type);
    }

    private static Attempt site(DynamicCallSiteDesc site) {
        return Bytecode.attack(
                it -> {
                    it.withMethodBody("go", Bytecode.GO, Bytecode.STATIC, code -> call(code, site));
                    it.withMethodBody("t", MTD_void, Bytecode.STATIC, CodeBuilder::return_);
                    it.withMethodBody(
                            "l", TO_LONG, Bytecode.STATIC, code -> code.lconst_1().lreturn());
                });
    }

    private static void call(CodeBuilder code, DynamicCallSiteDesc site) {
        MethodTypeDesc type = site.invocationType();
        for (ClassDesc parameter : type.parameterList()) {
            if (parameter.equals(CD_int)) {
                code.iconst_0();
            } else {
                code.aconst_null().checkcast(parameter);
            }
        }
        code.invokedynamic(site).pop().return_();
    }

    private static DynamicCallSiteDesc lambda(
            String name, ClassDesc type, MethodTypeDesc method, DirectMethodHandleDesc target) {
        return DynamicCallSiteDesc.of(
                LAMBDA, name, MethodTypeDesc.of(type), method, target, method);
    }

    private static DirectMethodHandleDesc own(String name, MethodTypeDesc type) {
        return handle(DirectMethodHandleDesc.Kind.STATIC, "m.Attack", name, type);
    }

    private static Attempt run() {
        return site(lambda("run", RUNNABLE, MTD_void, own("t", MTD_void)));
    }

    private static Attempt number() {
        return site(lambda("getAsLong", SUPPLIER, TO_LONG, own("l", TO_LONG)));
    }

    private static DynamicCallSiteDesc text(String recipe, ConstantDesc... constants) {
        ConstantDesc[] arguments = new ConstantDesc[constants.length + 1];
        arguments[0] = recipe;
        System.arraycopy(constants, 0, arguments, 1, constants.length);
        return DynamicCallSiteDesc.of(CONCAT, "x", MethodTypeDesc.of(CD_String), arguments);
    }

    private static DynamicCallSiteDesc switching(int labels) {
        return DynamicCallSiteDesc.of(
                SWITCH,
                "x",
                MethodTypeDesc.of(CD_int, CD_Object, CD_int),
                Collections.nCopies(labels, (ConstantDesc) "a").toArray(ConstantDesc[]::new));
    }

    private static Attempt loading(ConstantDesc constant) {
        return Bytecode.go(code -> code.loadConstant(constant).pop().return_());
    }

    private static Hostile one(String name, Attempt attack, String problem, Attempt twin) {
        return new Hostile(name, attack, new Stop.Refused("Attack.go", problem), twin);
    }

    private static Hostile odd(String name, DynamicCallSiteDesc site, Attempt twin) {
        return one(name, site(site), "a call site that javac does not make", twin);
    }

    static List<Hostile> modules() {
        ConstantDesc condy =
                DynamicConstantDesc.ofNamed(ConstantDescs.BSM_NULL_CONSTANT, "x", CD_Object);
        return List.of(
                one(
                        "brings a bootstrap method of its own",
                        site(
                                DynamicCallSiteDesc.of(
                                        bootstrap("m.Attack", "boot", ""),
                                        "x",
                                        TO_LONG.changeReturnType(CD_Object))),
                        "a call site made by m.Attack",
                        run()),
                one(
                        "borrows a bootstrap method of the JDK",
                        site(
                                DynamicCallSiteDesc.of(
                                        bootstrap("java.lang.invoke.MethodHandleProxies", "x", ""),
                                        "x",
                                        MethodTypeDesc.of(CD_Object))),
                        "a call site made by java.lang.invoke.MethodHandleProxies",
                        run()),
                one(
                        "takes a handle to the clock",
                        site(
                                lambda(
                                        "getAsLong",
                                        SUPPLIER,
                                        TO_LONG,
                                        handle(
                                                DirectMethodHandleDesc.Kind.STATIC,
                                                "java.lang.System",
                                                "nanoTime",
                                                TO_LONG))),
                        "java.lang.System.nanoTime",
                        number()),
                one(
                        "loads a handle to the clock",
                        loading(
                                handle(
                                        DirectMethodHandleDesc.Kind.STATIC,
                                        "java.lang.System",
                                        "nanoTime",
                                        TO_LONG)),
                        "a constant that is computed",
                        loading("text")),
                one(
                        "loads the type of a method",
                        loading(MTD_void),
                        "a constant that is computed",
                        loading(7)),
                one(
                        "computes a constant",
                        loading(condy),
                        "a constant that is computed",
                        loading("x")),
                odd(
                        "makes a finaliser of a lambda",
                        lambda("finalize", RUNNABLE, MTD_void, own("t", MTD_void)),
                        run()),
                odd(
                        "makes a method of a lambda that nobody asked for",
                        lambda("other", RUNNABLE, MTD_void, own("t", MTD_void)),
                        run()),
                odd(
                        "makes a hash code of a lambda",
                        lambda("hashCode", RUNNABLE, MethodTypeDesc.of(CD_int), own("t", MTD_void)),
                        run()),
                one(
                        "makes a list of a lambda",
                        site(
                                lambda(
                                        "size",
                                        ConstantDescs.CD_List,
                                        MethodTypeDesc.of(CD_int),
                                        own("t", MTD_void))),
                        "a lambda extends or implements java.util.List",
                        run()),
                odd(
                        "gives a lambda another number of parameters",
                        lambda(
                                "run",
                                RUNNABLE,
                                MTD_void,
                                own("l", MethodTypeDesc.of(CD_long, CD_long))),
                        run()),
                odd("joins a text of more parts than it has", text("\1\1"), site(text("ab"))),
                odd(
                        "joins a text of two hundred copies of a long one",
                        text(
                                "\2".repeat(200),
                                Collections.nCopies(200, (ConstantDesc) "x".repeat(60_000))
                                        .toArray(ConstantDesc[]::new)),
                        site(text("\2\2", "ab", "ab"))),
                new Hostile(
                        "switches over three thousand labels in one call site",
                        site(switching(3000)),
                        new Stop.Refused("Attack", "a call site has 3000 arguments"),
                        site(switching(30))),
                new Hostile(
                        "has a call site every five bytes",
                        many(20),
                        new Stop.Refused("Attack.m11", "is beyond the 4096 lambdas"),
                        many(1)),
                odd(
                        "has a record's methods where there is no record",
                        DynamicCallSiteDesc.of(
                                RECORD,
                                "toString",
                                MethodTypeDesc.of(CD_String, Bytecode.ATTACK),
                                Bytecode.ATTACK,
                                ""),
                        run()),
                one(
                        "reads a field by a lambda",
                        site(
                                lambda(
                                        "getAsLong",
                                        SUPPLIER,
                                        TO_LONG,
                                        MethodHandleDesc.ofField(
                                                DirectMethodHandleDesc.Kind.STATIC_GETTER,
                                                Bytecode.ATTACK,
                                                "N",
                                                CD_long))),
                        "",
                        number()));
    }

    /** One lambda, made in as many places as there is room for. */
    private static Attempt many(int methods) {
        DynamicCallSiteDesc site = lambda("run", RUNNABLE, MTD_void, own("t", MTD_void));
        return Bytecode.beside(
                it -> {
                    it.withMethodBody("t", MTD_void, Bytecode.STATIC, CodeBuilder::return_);
                    for (int i = 0; i < methods; i++) {
                        it.withMethodBody(
                                "m" + i,
                                MTD_void,
                                ClassFile.ACC_STATIC,
                                code -> {
                                    for (int n = 0; n < 400; n++) {
                                        code.invokedynamic(site).pop();
                                    }
                                    code.return_();
                                });
                    }
                });
    }
}
