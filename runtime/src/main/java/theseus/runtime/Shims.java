package theseus.runtime;

/** How calls to members of the allowlist become calls to guest classes. */
final class Shims {
    private Shims() {}

    /** The descriptor of the static method that stands in for {@code member}, before mapping. */
    static String descriptor(boolean isStatic, AllowedMember member) {
        return isStatic
                ? member.descriptor()
                : "(L" + member.owner() + ";" + member.descriptor().substring(1);
    }
}
