package theseus.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import theseus.protocol.Descriptor;
import theseus.sdk.Module;

/**
 * Keeps a module's folder true to its code: {@code README.md} has the sections of a specification
 * in their order and names everything that the module has, and {@code shape-VERSION.txt} is its
 * shape as released. A missing shape is written ({@code -Dgolden.write=true}); a released one never
 * changes: raise the version instead.
 */
public final class Specification {
    /** The sections of a specification, each beginning with its name in bold. */
    public static final List<String> SECTIONS =
            List.of(
                    "Purpose",
                    "Genesis",
                    "Tables",
                    "Messages",
                    "Events",
                    "Refusals",
                    "Queries",
                    "Interfaces",
                    "Invariants",
                    "What it does not do");

    /** A word in backticks, or the first one of several. */
    private static final Pattern NAMED = Pattern.compile("`(\\w+)[^`]*`");

    private Specification() {}

    /** Fails with all that is wrong with the folder of {@code module}. */
    public static void check(Class<? extends Module> module, Path folder) {
        Descriptor descriptor = Sources.pack(module).descriptor();
        List<String> problems = new ArrayList<>();
        try {
            String specification = Files.readString(folder.resolve("README.md"));
            checkSections(specification, problems);
            checkNames(descriptor, specification, problems);
            checkShape(
                    descriptor, folder.resolve("shape-" + descriptor.version() + ".txt"), problems);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the specification in " + folder, e);
        }
        if (!problems.isEmpty()) {
            throw new AssertionError(String.join("\n", problems));
        }
    }

    private static void checkSections(String specification, List<String> problems) {
        int position = 0;
        for (String section : SECTIONS) {
            int found = specification.indexOf("**" + section + ".**", position);
            if (found < 0) {
                problems.add("README.md: no section **" + section + ".** in its place");
            } else {
                position = found;
            }
        }
    }

    private static void checkNames(
            Descriptor descriptor, String specification, List<String> problems) {
        TreeSet<String> named = new TreeSet<>();
        NAMED.matcher(specification).results().forEach(word -> named.add(word.group(1)));
        for (String name : names(descriptor)) {
            if (!named.contains(name)) {
                problems.add("README.md: does not name `" + name + "`, which the module has");
            }
        }
    }

    private static List<String> names(Descriptor descriptor) {
        List<String> names = new ArrayList<>(descriptor.refusals());
        descriptor.tables().forEach(table -> names.add(table.name()));
        descriptor.messages().forEach(message -> names.add(message.name()));
        descriptor.events().forEach(event -> names.add(event.name()));
        descriptor.queries().forEach(query -> names.add(query.name()));
        descriptor.offers().forEach(offer -> names.add(offer.name()));
        descriptor.requires().forEach(required -> names.add(required.shape().name()));
        descriptor.invariants().forEach(invariant -> names.add(invariant.name()));
        descriptor.needs().forEach(capability -> names.add(capability.name()));
        return names;
    }

    private static void checkShape(Descriptor descriptor, Path file, List<String> problems)
            throws IOException {
        String shape = Outline.of(descriptor);
        if (!Files.exists(file) && Boolean.getBoolean("golden.write")) {
            Files.writeString(file, shape);
        }
        if (!Files.exists(file)) {
            problems.add(file + " is missing; -Dgolden.write=true writes it");
        } else if (!Files.readString(file).equals(shape)) {
            problems.add(file + " is not the module's shape any more, which is:\n" + shape);
        }
    }
}
