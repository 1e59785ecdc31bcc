package theseus.runtime;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Rewrites verified classes so that they are metered and leave nothing to link at run time. */
final class Instrumenter {
    private static final Set<String> NOT_LOADED = Set.of("module-info", "package-info");

    private final boolean isGuest;
    private final Allowlist allowlist;
    private final Optional<Frames> guests;

    private Instrumenter(boolean isGuest, Optional<Frames> guests) {
        this.isGuest = isGuest;
        this.guests = guests;
        allowlist = Allowlist.instance();
    }

    /** Instrumented classes, and how much stack their methods take. */
    record Instrumented(SortedMap<String, byte[]> classes, Frames frames) {}

    /**
     * The classes to load instead of {@code classes} (by internal name, without {@code .class}):
     * more of them, since lambdas become classes. A function of its argument alone.
     */
    static SortedMap<String, byte[]> instrument(SortedMap<String, byte[]> classes) {
        Platform.check();
        var frames = Optional.of(GuestClasses.frames());
        return new Instrumenter(false, frames).run(classes).classes();
    }

    /** The runtime's own classes, metered like a module's but free to call the JDK. */
    static Instrumented instrumentGuests(SortedMap<String, byte[]> classes) {
        return new Instrumenter(true, Optional.empty()).run(classes);
    }

    private Instrumented run(SortedMap<String, byte[]> classes) {
        SortedMap<String, byte[]> loaded = new TreeMap<>(classes);
        loaded.keySet().removeIf(name -> NOT_LOADED.contains(lastPart(name)));
        ClassFile parser = ClassFile.of();
        var before = new Universe(models(loaded.values(), parser), allowlist);
        var desugared = Desugarer.desugar(loaded, before.context());

        ClassFile context = before.context();
        List<ClassModel> models = models(desugared.classes().values(), context);
        var universe = new Universe(models, allowlist);
        var redirector = new Redirector(universe, isGuest);
        var frames = new Frames(universe, guests);
        var meter = new ClassMeter(universe, redirector, frames);
        ClassFile writer = universe.context();
        SortedMap<String, byte[]> metered = new TreeMap<>();
        for (ClassModel model : models) {
            String name = model.thisClass().asInternalName();
            var nest = desugared.nests().getOrDefault(name, new TreeSet<>());
            metered.put(name, meter.meter(model, nest, writer));
        }
        return new Instrumented(Collections.unmodifiableSortedMap(metered), frames);
    }

    private static List<ClassModel> models(Collection<byte[]> classes, ClassFile context) {
        return classes.stream().map(context::parse).toList();
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
