package theseus.runtime;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.NestHostAttribute;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Takes out of verified classes everything that the JVM would link at its first use: lambdas,
 * method references, string concatenation, pattern switches, the methods of records, and the
 * look-up of enum constants by name.
 */
final class Desugarer {
    /**
     * @param classes the old ones without call sites, and new ones
     * @param nests by nest host the new classes that join its nest
     */
    record Desugared(SortedMap<String, byte[]> classes, SortedMap<String, TreeSet<String>> nests) {}

    private final ClassFile context;
    private final SortedMap<String, byte[]> classes = new TreeMap<>();
    private final SortedMap<String, TreeSet<String>> nests = new TreeMap<>();

    private Desugarer(ClassFile context) {
        this.context = context;
    }

    static Desugared desugar(SortedMap<String, byte[]> classes, ClassFile context) {
        var desugarer = new Desugarer(context);
        classes.values().forEach(desugarer::desugar);
        return new Desugared(desugarer.classes, desugarer.nests);
    }

    private void desugar(byte[] content) {
        ClassModel model = context.parse(content);
        ClassDesc name = model.thisClass().asSymbol();
        ClassDesc nestHost =
                model.findAttribute(Attributes.nestHost())
                        .map(NestHostAttribute::nestHost)
                        .map(host -> host.asSymbol())
                        .orElse(name);
        boolean isInterface = model.flags().has(AccessFlag.INTERFACE);
        var additions = new Additions(name, isInterface);
        var lambdas = new LambdaDesugar(context, nestHost);
        ClassTransform transform =
                ClassTransform.ofStateful(() -> new OfClass(model, additions, lambdas));
        classes.put(ClassNames.internal(name), context.transformClass(model, transform));
        classes.putAll(additions.classes());
        if (!additions.classes().isEmpty()) {
            nests.computeIfAbsent(ClassNames.internal(nestHost), key -> new TreeSet<>())
                    .addAll(additions.classes().keySet());
        }
    }

    private static final class OfClass implements ClassTransform {
        private final ClassModel model;
        private final Additions additions;
        private final LambdaDesugar lambdas;

        OfClass(ClassModel model, Additions additions, LambdaDesugar lambdas) {
            this.model = model;
            this.additions = additions;
            this.lambdas = lambdas;
        }

        @Override
        public void accept(ClassBuilder builder, ClassElement element) {
            if (element instanceof MethodModel method && method.code().isPresent()) {
                builder.transformMethod(
                        method,
                        (methodBuilder, part) -> {
                            if (part instanceof CodeModel code) {
                                methodBuilder.transformCode(
                                        code,
                                        (codeBuilder, instruction) ->
                                                replace(codeBuilder, instruction));
                            } else {
                                methodBuilder.with(part);
                            }
                        });
            } else {
                builder.with(element);
            }
        }

        @Override
        public void atEnd(ClassBuilder builder) {
            additions.writeHelpers(builder);
        }

        private void replace(CodeBuilder code, CodeElement element) {
            switch (element) {
                case InvokeDynamicInstruction site -> replace(code, site);
                case InvokeInstruction call when Enums.isValueOf(call) ->
                        Enums.replaceValueOf(code, model.thisClass().asSymbol());
                case InvokeInstruction call when Enums.isAssertionStatus(call) ->
                        code.pop().iconst_1();
                default -> code.with(element);
            }
        }

        private void replace(CodeBuilder code, InvokeDynamicInstruction site) {
            Bootstraps kind =
                    Bootstraps.of(site.bootstrapMethod())
                            .orElseThrow(
                                    () ->
                                            new IllegalArgumentException(
                                                    "unverified call site: " + site.name()));
            switch (kind) {
                case LAMBDA -> lambdas.replace(site, code, additions);
                case CONCAT -> ConcatDesugar.replace(site, code, additions);
                case SWITCH -> SwitchDesugar.replace(site, code, additions);
                case RECORD -> RecordDesugar.replace(site, code, additions);
            }
        }
    }

    /** What javac writes into enums and assertions that would look things up when it runs. */
    private static final class Enums {
        private static final ClassDesc GUEST = ClassNames.guest("Enums");

        static boolean isValueOf(InvokeInstruction call) {
            return call.owner().asInternalName().equals("java/lang/Enum")
                    && call.name().equalsString("valueOf");
        }

        static boolean isAssertionStatus(InvokeInstruction call) {
            return call.owner().asInternalName().equals("java/lang/Class")
                    && call.name().equalsString("desiredAssertionStatus");
        }

        /** The stack holds the class and the name. */
        static void replaceValueOf(CodeBuilder code, ClassDesc type) {
            code.swap().pop();
            code.invokestatic(type, "values", MethodTypeDesc.of(type.arrayType())).swap();
            code.invokestatic(
                    GUEST,
                    "valueOf",
                    MethodTypeDesc.of(
                            ConstantDescs.CD_Enum,
                            ConstantDescs.CD_Enum.arrayType(),
                            ConstantDescs.CD_String));
        }
    }
}
