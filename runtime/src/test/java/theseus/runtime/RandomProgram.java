package theseus.runtime;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A valid class made of a seed: a few methods, each of blocks that jump anywhere, loops with two
 * ways in and handlers over any blocks, their own too, included. What blocks do is {@link
 * RandomStatements}'. All methods are {@code static long m0(long a, int b)} and so on.
 */
final class RandomProgram {
    static final MethodTypeDesc METHOD = MethodTypeDesc.of(CD_long, CD_long, CD_int);
    static final ClassDesc LIST = ClassDesc.of("java.util.ArrayList");
    static final int A = 0;
    static final int B = 2;
    static final int C = 3;
    static final int D = 5;
    static final int ARRAY = 6;
    static final int OBJECT = 7;
    static final int TEXT = 8;
    static final int ITEMS = 9;
    private static final int FUEL = 10;

    private static final int MAX_METHODS = 4;
    private static final int MAX_BLOCKS = 9;
    private static final int MAX_STATEMENTS = 6;
    private static final int MAX_HANDLERS = 4;

    private static final List<String> CAUGHT =
            List.of(
                    "Throwable",
                    "Exception",
                    "RuntimeException",
                    "ArithmeticException",
                    "IllegalStateException",
                    "IndexOutOfBoundsException",
                    "NullPointerException",
                    "ClassCastException");

    private final Random random;
    private final ClassDesc self;
    private final ClassDesc box;
    private final int methods;

    private RandomProgram(long seed) {
        random = new Random(seed);
        self = ClassDesc.of(name(seed).replace('/', '.'));
        box = ClassDesc.of(name(seed).replace('/', '.') + "$Box");
        methods = 1 + random.nextInt(MAX_METHODS);
    }

    /** The internal name of a seed's class; seeds are not negative. */
    static String name(long seed) {
        return "guest/P" + seed;
    }

    static SortedMap<String, byte[]> of(long seed) {
        var program = new RandomProgram(seed);
        SortedMap<String, byte[]> classes = new TreeMap<>();
        classes.put(name(seed), program.main());
        classes.put(name(seed) + "$Box", program.box());
        return classes;
    }

    Random random() {
        return random;
    }

    ClassDesc self() {
        return self;
    }

    ClassDesc boxType() {
        return box;
    }

    int methods() {
        return methods;
    }

    private byte[] main() {
        var hierarchy =
                ClassHierarchyResolver.of(List.of(), Map.of(box, CD_Object))
                        .orElse(ClassHierarchyResolver.defaultResolver());
        return ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(hierarchy))
                .build(
                        self,
                        builder -> {
                            builder.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL);
                            for (int i = 0; i < methods; i++) {
                                builder.withMethodBody(
                                        "m" + i, METHOD, ClassFile.ACC_STATIC, this::method);
                            }
                            builder.withMethodBody(
                                    "twice",
                                    MethodTypeDesc.of(CD_long, CD_long),
                                    ClassFile.ACC_STATIC,
                                    code -> code.lload(0).lload(0).ladd().lreturn());
                        });
    }

    private byte[] box() {
        MethodTypeDesc taking = MethodTypeDesc.of(CD_void, CD_long, CD_Object);
        return ClassFile.of()
                .build(
                        box,
                        builder ->
                                builder.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_SUPER)
                                        .withField("n", CD_long, ClassFile.ACC_FINAL)
                                        .withField("next", CD_Object, 0)
                                        .withMethodBody(
                                                "<init>",
                                                taking,
                                                0,
                                                code ->
                                                        code.aload(0)
                                                                .invokespecial(
                                                                        CD_Object, "<init>",
                                                                        MTD_void)
                                                                .aload(0)
                                                                .lload(1)
                                                                .putfield(box, "n", CD_long)
                                                                .aload(0)
                                                                .aload(3)
                                                                .putfield(box, "next", CD_Object)
                                                                .return_()));
    }

    private void method(CodeBuilder code) {
        code.lconst_1().lstore(C).iconst_2().istore(D);
        code.bipush(8).newarray(java.lang.classfile.TypeKind.LONG).astore(ARRAY);
        code.aconst_null().astore(OBJECT).ldc("text").astore(TEXT);
        code.new_(LIST).dup().invokespecial(LIST, "<init>", MTD_void).astore(ITEMS);
        // A few run until the gas ends, the others until they have gone round often enough.
        boolean hasFuel = random.nextInt(8) > 0;
        code.loadConstant(hasFuel ? 2 + random.nextInt(60) : Integer.MAX_VALUE).istore(FUEL);
        if (random.nextInt(15) == 0) {
            code.lload(A).iload(B).invokestatic(self, "m0", METHOD).lstore(C);
        }
        List<Label> blocks = new ArrayList<>();
        int count = 2 + random.nextInt(MAX_BLOCKS);
        for (int i = 0; i <= count; i++) {
            blocks.add(code.newLabel());
        }
        var statements = new RandomStatements(this, code);
        for (int i = 0; i < count; i++) {
            Label on = code.newLabel();
            code.labelBinding(blocks.get(i)).iinc(FUEL, -1).iload(FUEL).ifge(on);
            code.lload(C).lreturn().labelBinding(on);
            for (int n = random.nextInt(MAX_STATEMENTS); n >= 0; n--) {
                statements.add();
            }
            leave(code, blocks);
        }
        code.labelBinding(blocks.getLast()).lload(C).iload(D).i2l().ladd().lreturn();
        handlers(code, blocks);
    }

    private Label any(List<Label> blocks) {
        return blocks.get(random.nextInt(blocks.size()));
    }

    private void leave(CodeBuilder code, List<Label> blocks) {
        switch (random.nextInt(10)) {
            case 0 -> code.goto_(any(blocks));
            case 1 -> code.iload(D).ifle(any(blocks));
            case 2 -> code.iload(B).iload(D).if_icmpge(any(blocks)).goto_(any(blocks));
            case 3 -> code.lload(A).lload(C).lcmp().iflt(any(blocks));
            case 4 -> code.aload(OBJECT).ifnull(any(blocks));
            case 5 -> {
                List<SwitchCase> cases = new ArrayList<>();
                for (int i = 0; i < 1 + random.nextInt(4); i++) {
                    cases.add(SwitchCase.of(i, any(blocks)));
                }
                code.iload(D).iconst_3().iand();
                code.tableswitch(0, cases.size() - 1, any(blocks), cases);
            }
            case 6 ->
                    code.iload(D)
                            .lookupswitch(
                                    any(blocks),
                                    List.of(
                                            SwitchCase.of(-7, any(blocks)),
                                            SwitchCase.of(2, any(blocks)),
                                            SwitchCase.of(1000, any(blocks))));
            case 7 -> {
                if (random.nextInt(3) == 0) {
                    code.lload(C).lreturn();
                }
            }
            default -> {}
        }
    }

    private void handlers(CodeBuilder code, List<Label> blocks) {
        for (int i = random.nextInt(MAX_HANDLERS); i > 0; i--) {
            int from = random.nextInt(blocks.size() - 1);
            int to = from + 1 + random.nextInt(blocks.size() - from - 1);
            Label handler = code.newBoundLabel();
            if (random.nextInt(4) == 0) {
                code.iinc(D, 1).athrow(); // as finally does
            } else {
                code.astore(OBJECT).goto_(any(blocks));
            }
            // Some cover themselves.
            Label end = random.nextInt(4) == 0 ? code.newBoundLabel() : blocks.get(to);
            if (random.nextInt(4) == 0) {
                code.exceptionCatchAll(blocks.get(from), end, handler);
            } else {
                ClassDesc type =
                        ClassDesc.of("java.lang", CAUGHT.get(random.nextInt(CAUGHT.size())));
                code.exceptionCatch(blocks.get(from), end, handler, type);
            }
        }
        code.lconst_0().lreturn(); // so that a range may end at the end
    }
}
