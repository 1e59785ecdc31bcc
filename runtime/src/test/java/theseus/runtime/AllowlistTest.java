package theseus.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import theseus.sdk.Bytes;

/** The list says only what is there, and forgets nothing of the SDK. */
final class AllowlistTest {
    private static final Allowlist LIST = Allowlist.instance();

    /** What of the SDK is kept from module code, or means nothing to it. */
    private static final Set<String> NOT_FOR_MODULES =
            Set.of(
                    "theseus/sdk/Bytes.wrap",
                    "theseus/sdk/Bytes.unsafeArray",
                    "theseus/sdk/Required.linking",
                    "theseus/sdk/Index.<init>",
                    "theseus/sdk/Sum.<init>",
                    "theseus/sdk/Table.key",
                    "theseus/sdk/Table.value",
                    "theseus/sdk/Index.by",
                    "theseus/sdk/Index.extractor",
                    "theseus/sdk/Sum.amount",
                    "theseus/sdk/Capability.values",
                    "theseus/sdk/Capability.valueOf",
                    "theseus/sdk/PlanKind.values",
                    "theseus/sdk/PlanKind.valueOf",
                    "theseus/sdk/ModuleInfo.name",
                    "theseus/sdk/ModuleInfo.version",
                    "theseus/sdk/Interface.name",
                    "theseus/sdk/Interface.version",
                    "theseus/sdk/Form.value");

    private static final Set<String> OF_OBJECT = Set.of("equals", "hashCode", "toString");

    @Test
    void everyMemberExists() throws Exception {
        List<String> missing = new ArrayList<>();
        int seen = 0;
        for (AllowedType type : LIST.types().values()) {
            Class<?> real = Class.forName(type.name().replace('/', '.'));
            assertEquals(Throwable.class.isAssignableFrom(real), type.throwable(), type.name());
            for (String supertype : type.supertypes()) {
                assertTrue(
                        Class.forName(supertype.replace('/', '.')).isAssignableFrom(real),
                        type.name() + " is no " + supertype);
            }
            for (AllowedMember member : LIST.own(type.name()).values()) {
                seen++;
                if (!exists(real, member)) {
                    missing.add(type.name() + "." + member.signature());
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(seen > 500, "only " + seen + " members");
    }

    private static boolean exists(Class<?> type, AllowedMember member) throws Exception {
        if (member.isField()) {
            var field = type.getField(member.name());
            return field.getType().descriptorString().equals(member.descriptor());
        }
        return executables(type).stream()
                .anyMatch(
                        each ->
                                name(each).equals(member.name())
                                        && descriptor(each).equals(member.descriptor()));
    }

    private static List<Executable> executables(Class<?> type) {
        List<Executable> all = new ArrayList<>(Arrays.asList(type.getMethods()));
        all.addAll(Arrays.asList(type.getDeclaredConstructors()));
        return all;
    }

    private static String name(Executable executable) {
        return executable instanceof Constructor<?> ? "<init>" : executable.getName();
    }

    private static String descriptor(Executable executable) {
        ClassDesc result =
                executable instanceof Method method
                        ? desc(method.getReturnType())
                        : desc(void.class);
        return MethodTypeDesc.of(
                        result,
                        Arrays.stream(executable.getParameterTypes())
                                .map(AllowlistTest::desc)
                                .toList())
                .descriptorString();
    }

    private static ClassDesc desc(Class<?> type) {
        return ClassDesc.ofDescriptor(type.descriptorString());
    }

    @Test
    void everyReplacementExists() {
        List<String> missing = new ArrayList<>();
        var mapping = new TypeMapping(LIST);
        for (AllowedType type : LIST.types().values()) {
            for (AllowedMember member : LIST.own(type.name()).values()) {
                switch (member.treatment()) {
                    case Treatment.Shim shim -> {
                        String method = shim.method().orElse(member.name());
                        boolean found =
                                List.of(true, false).stream()
                                        .anyMatch(
                                                isStatic ->
                                                        guestHas(
                                                                shim.internalName(),
                                                                method,
                                                                mapped(mapping, isStatic, member)));
                        if (!found) {
                            missing.add(member.toString());
                        }
                    }
                    case Treatment.Guest _ -> {
                        String guest = type.guest().orElseThrow();
                        String descriptor =
                                mapping.map(MethodTypeDesc.ofDescriptor(member.descriptor()))
                                        .descriptorString();
                        if (!guestHas(guest, member.name(), descriptor)) {
                            missing.add(member.toString());
                        }
                    }
                    case Treatment.Before before -> {
                        ClassDesc last =
                                MethodTypeDesc.ofDescriptor(member.descriptor())
                                        .parameterList()
                                        .getLast();
                        String descriptor = MethodTypeDesc.of(last, last).descriptorString();
                        if (!guestHas(before.internalName(), "before", descriptor)) {
                            missing.add(member.toString());
                        }
                    }
                    case Treatment.Constant _, Treatment.Own _ -> {}
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    private static String mapped(TypeMapping mapping, boolean isStatic, AllowedMember member) {
        return mapping.map(MethodTypeDesc.ofDescriptor(Shims.descriptor(isStatic, member)))
                .descriptorString();
    }

    private static boolean guestHas(String owner, String name, String descriptor) {
        byte[] content = GuestClasses.all().get(owner);
        if (content == null) {
            return false;
        }
        ClassModel model = ClassFile.of().parse(content);
        return new Universe(List.of(model), Allowlist.instance())
                .declared(owner, name, descriptor)
                .filter(AllowlistTest::isPublic)
                .isPresent();
    }

    private static boolean isPublic(MethodModel method) {
        return method.flags().has(AccessFlag.PUBLIC);
    }

    /** Whoever adds to the SDK decides here whether modules may use it, and what it costs. */
    @Test
    void nothingOfTheSdkIsForgotten() throws Exception {
        Set<String> forgotten = new TreeSet<>();
        int seen = 0;
        for (Class<?> type : sdk()) {
            String owner = type.getName().replace('.', '/');
            if (LIST.type(owner).isEmpty()) {
                forgotten.add(owner);
            }
            for (Executable each : executables(type)) {
                boolean isOwn = each.getDeclaringClass() == type && !each.isSynthetic();
                String member = owner + "." + name(each);
                if (!isOwn
                        || !each.accessFlags().contains(AccessFlag.PUBLIC)
                        || OF_OBJECT.contains(each.getName())
                        || NOT_FOR_MODULES.contains(member)) {
                    continue;
                }
                seen++;
                if (LIST.member(owner, name(each), descriptor(each)).isEmpty()) {
                    forgotten.add(member + descriptor(each));
                }
            }
        }
        assertEquals(Set.of(), forgotten);
        assertTrue(seen > 80, "only " + seen + " members of the SDK");
    }

    private static List<Class<?>> sdk() throws Exception {
        List<Class<?>> types = new ArrayList<>();
        for (String path : Classpath.packageOf(Bytes.class).keySet()) {
            String name = path.substring(0, path.length() - ".class".length());
            if (!name.endsWith("-info")) {
                types.add(Class.forName(name.replace('/', '.')));
            }
        }
        return types.stream()
                .filter(type -> type.accessFlags().contains(AccessFlag.PUBLIC))
                .filter(type -> !type.isSynthetic())
                .toList();
    }

    /** What a guest class offers, the JDK's offers alike: module code cannot tell them apart. */
    @Test
    void whatIsReplacedIsReplacedWhole() {
        for (AllowedType type : LIST.types().values()) {
            for (AllowedMember member : LIST.own(type.name()).values()) {
                assertEquals(
                        member.treatment() instanceof Treatment.Guest,
                        type.guest().isPresent(),
                        member.toString());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "f(): void | 1 | no type above",
                "type a.B | reason\n    f(): void | 1",
                "type a.B | reason\n    f(): void | 1 |  ",
                "type a.B | reason\n    f() | 1 | no result",
                "type a.B | reason\n    new(): void | 1 | a result",
                "type a.B | reason\n    f(C): void | 1 | no such type",
                "type a.B | reason\n    f(): void | cheap | no such treatment",
                "type a.B | reason\n    f(): void | 1 | a\n    f(): void | 2 | twice",
                "type a.B | reason\ntype c.B | twice by its simple name",
                "type a.B : c.D | a supertype that is not there",
                "type a.B nice | no such property",
                "typo a.B | reason"
            })
    void anythingUnexpectedIsAnError(String text) {
        assertThrows(IllegalArgumentException.class, () -> new AllowlistParser().parse(text));
    }
}
