package theseus.runtime;

import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.reflect.AccessFlag;

/** Where in a module something stands. */
record Place(ClassModel owner, MethodModel model) {
    String className() {
        return owner.thisClass().asInternalName();
    }

    String method() {
        return model.methodName().stringValue();
    }

    boolean isInitialiser() {
        return method().equals("<clinit>");
    }

    boolean isConstructor() {
        return method().equals("<init>");
    }

    boolean isInitialiserOf(FieldInstruction access) {
        return isInitialiser() && access.owner().asInternalName().equals(className());
    }

    /** Whether this is the {@code valueOf} that javac writes into an enum. */
    boolean isEnumLookUp() {
        return owner.flags().has(AccessFlag.ENUM)
                && method().equals("valueOf")
                && model.flags().has(AccessFlag.STATIC)
                && model.methodType().stringValue().startsWith("(Ljava/lang/String;)");
    }
}
