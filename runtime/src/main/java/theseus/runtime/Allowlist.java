package theseus.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** What module code may use of the JDK and the SDK: {@code allowlist.txt} as a value. */
final class Allowlist {
    private static final String OBJECT = "java/lang/Object";
    private static final Allowlist INSTANCE = read();

    private final SortedMap<String, AllowedType> types;
    private final SortedMap<String, SortedMap<String, AllowedMember>> members;

    Allowlist(
            SortedMap<String, AllowedType> types,
            SortedMap<String, SortedMap<String, AllowedMember>> members) {
        this.types = Collections.unmodifiableSortedMap(types);
        this.members = Collections.unmodifiableSortedMap(members);
    }

    /** The list in force. */
    static Allowlist instance() {
        return INSTANCE;
    }

    Optional<AllowedType> type(String internalName) {
        return Optional.ofNullable(types.get(internalName));
    }

    /** What module code gets instead of {@code internalName}: mostly the same. */
    String guestName(String internalName) {
        AllowedType type = types.get(internalName);
        return type == null ? internalName : type.guest().orElse(internalName);
    }

    /**
     * The member as {@code owner} or one of its supertypes lists it; constructors by owner only.
     */
    Optional<AllowedMember> member(String owner, String name, String descriptor) {
        AllowedMember found = own(owner).get(name + descriptor);
        if (found != null) {
            return Optional.of(found);
        }
        AllowedType type = types.get(owner);
        if (type == null || name.equals("<init>")) {
            return Optional.empty();
        }
        for (String supertype : type.supertypes()) {
            Optional<AllowedMember> inherited = member(supertype, name, descriptor);
            if (inherited.isPresent()) {
                return inherited;
            }
        }
        return Optional.ofNullable(own(OBJECT).get(name + descriptor));
    }

    /** Whether {@code owner} is {@code supertype} or lists it among its supertypes. */
    boolean isSubtype(String owner, String supertype) {
        if (owner.equals(supertype)) {
            return true;
        }
        AllowedType type = types.get(owner);
        return type != null && type.supertypes().stream().anyMatch(s -> isSubtype(s, supertype));
    }

    Map<String, AllowedType> types() {
        return types;
    }

    /** What {@code owner} itself lists, by signature. */
    SortedMap<String, AllowedMember> own(String owner) {
        SortedMap<String, AllowedMember> own = members.get(owner);
        return own == null ? Collections.emptySortedMap() : own;
    }

    private static Allowlist read() {
        try (InputStream in = Allowlist.class.getResourceAsStream("allowlist.txt")) {
            if (in == null) {
                throw new IllegalStateException("allowlist.txt is missing from the runtime");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new AllowlistParser().parse(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
