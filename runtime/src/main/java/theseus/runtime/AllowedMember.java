package theseus.runtime;

/**
 * A member of the JDK or the SDK that module code may use.
 *
 * @param owner internal name of the type that lists it
 * @param descriptor of the method or field, as in class files
 */
record AllowedMember(
        String owner, String name, String descriptor, boolean isField, Treatment treatment) {

    /** Name and descriptor: what tells members of one owner apart. */
    String signature() {
        return name + descriptor;
    }
}
