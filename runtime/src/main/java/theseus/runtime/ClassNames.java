package theseus.runtime;

import java.lang.constant.ClassDesc;

/** Conversions between the ways in which class files name types. */
final class ClassNames {
    private ClassNames() {}

    /** {@code a/B$C} of a class or interface; arrays keep their descriptor. */
    static String internal(ClassDesc type) {
        String descriptor = type.descriptorString();
        return type.isClassOrInterface()
                ? descriptor.substring(1, descriptor.length() - 1)
                : descriptor;
    }

    static ClassDesc desc(String internalName) {
        return internalName.startsWith("[")
                ? ClassDesc.ofDescriptor(internalName)
                : ClassDesc.ofInternalName(internalName);
    }

    static ClassDesc guest(String simpleName) {
        return desc(GuestClasses.PACKAGE + simpleName);
    }
}
