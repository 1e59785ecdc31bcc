package theseus.runtime;

import java.lang.classfile.ClassFile;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.protocol.Artifact;
import theseus.protocol.Limits;
import theseus.sdk.Bytes;

/** The class files of an artifact by internal name, checked for being in their place. */
final class ModuleClasses {
    private static final String SUFFIX = ".class";

    /** Packages whose classes come from the platform, never from a module. */
    private static final List<String> RESERVED =
            List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", Generated.PACKAGE + ".");

    private static final List<String> RESERVED_EXACTLY =
            List.of(
                    "theseus.sdk",
                    "theseus.protocol",
                    "theseus.kernel",
                    "theseus.kernel.spi",
                    "theseus.runtime",
                    "theseus.runtime.guest");

    private ModuleClasses() {}

    /**
     * What of a JAR's files is the module: its class files. Build metadata and what {@link
     * ProbeSource} reads are left out, everything else is refused.
     */
    static SortedMap<String, Bytes> canonical(SortedMap<String, Bytes> files) {
        SortedMap<String, Bytes> entries = new TreeMap<>();
        files.forEach(
                (path, content) -> {
                    if (path.startsWith("META-INF/versions/")) {
                        throw Inadmissible.artifact(
                                path + " makes this a multi-release JAR",
                                "a module has one version of each class; build a plain JAR");
                    }
                    if (path.startsWith("META-INF/")
                            || isDeclaration(path)
                            || ProbeSource.isOne(path)) {
                        return;
                    }
                    if (!path.endsWith(SUFFIX)) {
                        throw Inadmissible.artifact(
                                path + " is no class file",
                                "a module reads no files: keep resources out of its JAR");
                    }
                    entries.put(path, content);
                });
        return entries;
    }

    private static boolean isDeclaration(String path) {
        return path.equals("module-info.class")
                || path.equals("package-info.class")
                || path.endsWith("/package-info.class");
    }

    /** The class files of canonical entries; the descriptor and probes are left out. */
    static SortedMap<String, byte[]> of(SortedMap<String, Bytes> entries) {
        SortedMap<String, byte[]> classes = new TreeMap<>();
        int size = 0;
        for (var entry : entries.entrySet()) {
            size = Math.addExact(size, entry.getValue().size());
            String path = entry.getKey();
            if (path.equals(Artifact.DESCRIPTOR)) {
                continue;
            }
            if (path.equals(Artifact.PROBES)) {
                ProbeSource.check(entry.getValue());
                continue;
            }
            Jar.checkPath(path);
            if (!path.endsWith(SUFFIX) || path.startsWith("META-INF/") || isDeclaration(path)) {
                throw Inadmissible.artifact(
                        path + " has no place in an artifact", "pack the module's JAR again");
            }
            String name = path.substring(0, path.length() - SUFFIX.length());
            classes.put(name, check(name.replace('/', '.'), entry.getValue()));
        }
        if (classes.isEmpty()) {
            throw Inadmissible.artifact(
                    "there is no class in it", "pack the JAR of a module, not of its sources");
        }
        if (size > Limits.MAX_ARTIFACT_BYTES || entries.size() > Limits.MAX_ARTIFACT_ENTRIES) {
            throw Inadmissible.artifact(
                    entries.size() + " entries of together " + size + " bytes are too much",
                    "a module has at most %d entries and %d bytes"
                            .formatted(Limits.MAX_ARTIFACT_ENTRIES, Limits.MAX_ARTIFACT_BYTES));
        }
        return classes;
    }

    private static byte[] check(String name, Bytes content) {
        int dot = name.lastIndexOf('.');
        String inPackage = dot < 0 ? "" : name.substring(0, dot);
        if (inPackage.isEmpty()) {
            throw Inadmissible.of(name, "a class without a package", "put it into one of yours");
        }
        if (RESERVED_EXACTLY.contains(inPackage) || RESERVED.stream().anyMatch(name::startsWith)) {
            throw Inadmissible.of(
                    name, "the package " + inPackage + " is the platform's", "use one of yours");
        }
        if (Generated.isGenerated(name)) {
            throw Inadmissible.of(
                    name, "the name is one that the runtime gives", "leave out '$theseus'");
        }
        byte[] bytes = content.toArray();
        if (!nameOf(name, bytes).equals(name.replace('.', '/'))) {
            throw Inadmissible.of(
                    name, "the file is not the class that its path says", "build the JAR again");
        }
        return bytes;
    }

    private static String nameOf(String path, byte[] bytes) {
        try {
            return ClassFile.of().parse(bytes).thisClass().asInternalName();
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            throw Inadmissible.of(
                    path, Structure.whyUnreadable(bytes), "compile with --release 17 to 25");
        }
    }
}
