package theseus.runtime;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What desugaring one class adds to it and beside it, named by a count so that it never varies. */
final class Additions {
    /** No class of a module may have it in its name. */
    static final String LAMBDA = "$$Lambda$";

    /** No method of a module may have it in its name. */
    static final String HELPER = "$$theseus$";

    private record Helper(String name, MethodTypeDesc type, Consumer<CodeBuilder> body) {}

    private final ClassDesc owner;
    private final boolean isInterface;
    private final List<Helper> helpers = new ArrayList<>();
    private final SortedMap<String, byte[]> classes = new TreeMap<>();

    Additions(ClassDesc owner, boolean isInterface) {
        this.owner = owner;
        this.isInterface = isInterface;
    }

    ClassDesc owner() {
        return owner;
    }

    /** Calls a new static method of the class that is being desugared. */
    void callHelper(CodeBuilder code, MethodTypeDesc type, Consumer<CodeBuilder> body) {
        String name = HELPER + helpers.size();
        helpers.add(new Helper(name, type, body));
        code.invokestatic(owner, name, type, isInterface);
    }

    /** The name for the next class beside it. */
    ClassDesc nextLambda() {
        return ClassNames.desc(ClassNames.internal(owner) + LAMBDA + classes.size());
    }

    void addClass(ClassDesc name, byte[] content) {
        classes.put(ClassNames.internal(name), content);
    }

    SortedMap<String, byte[]> classes() {
        return classes;
    }

    void writeHelpers(ClassBuilder builder) {
        for (Helper helper : helpers) {
            builder.withMethodBody(
                    helper.name(),
                    helper.type(),
                    ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
                    helper.body()::accept);
        }
    }
}
