package theseus.runtime.hostile;

import static theseus.runtime.hostile.Hostile.refused;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.Signature;
import java.lang.classfile.attribute.RecordAttribute;
import java.lang.classfile.attribute.RecordComponentInfo;
import java.lang.classfile.attribute.SignatureAttribute;
import java.lang.constant.ClassDesc;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import theseus.protocol.Artifact;
import theseus.runtime.Packager;
import theseus.sdk.Bytes;

/** Modules that say something else of themselves than what they are. */
final class Lying {
    private static final ClassDesc STRING = ClassDesc.of("java.lang.String");

    private Lying() {}

    private static Attempt travelling(UnaryOperator<SortedMap<String, Bytes>> change) {
        return new Attempt.Travelling(
                () -> {
                    var packed = Packager.pack(Attempt.files(Frame.classes())).orThrow();
                    return new Artifact(change.apply(new TreeMap<>(packed.artifact().entries())));
                });
    }

    private static Hostile artifact(
            String name,
            UnaryOperator<SortedMap<String, Bytes>> change,
            String where,
            String problem) {
        return new Hostile(
                name,
                travelling(change),
                new Stop.Refused(where, problem),
                travelling(UnaryOperator.identity()));
    }

    private static SortedMap<String, Bytes> with(
            SortedMap<String, Bytes> entries, String path, Bytes content) {
        entries.put(path, content);
        return entries;
    }

    private static Bytes otherDescriptor() {
        var other =
                Frame.compile(
                        List.of(
                                new Attempt.Module(
                                        "public record More(long n) implements Message {}"
                                                + " public void define(Definition m) {"
                                                + " m.handles(More.class, (c, x) -> {});"
                                                + " m.needs(Capability.PLANS); }")));
        return Packager.pack(Attempt.files(other.getFirst())).orThrow().descriptor().encode();
    }

    /** The frame's message, whose component says of itself what {@code change} does. */
    private static Attempt component(UnaryOperator<RecordComponentInfo> change) {
        return new Attempt.Crafted(
                () -> {
                    var context = ClassFile.of();
                    var model = context.parse(Frame.classes().get("m/Sample$Go"));
                    ClassTransform transform =
                            (builder, element) -> {
                                if (element instanceof RecordAttribute record) {
                                    builder.with(
                                            RecordAttribute.of(
                                                    record.components().stream()
                                                            .map(change)
                                                            .toList()));
                                } else {
                                    builder.with(element);
                                }
                            };
                    return Bytecode.one("m/Sample$Go", context.transformClass(model, transform));
                });
    }

    static List<Hostile> modules() {
        return List.of(
                artifact(
                        "carries another module's descriptor",
                        it -> with(it, Artifact.DESCRIPTOR, otherDescriptor()),
                        "",
                        "the artifact's descriptor is not the one that its classes have"),
                artifact(
                        "carries other code under its descriptor",
                        it -> with(it, "m/Sample.class", it.get("m/Attack.class")),
                        "Sample",
                        "not the class that its path says"),
                artifact(
                        "carries what packing would have left out",
                        it -> with(it, "META-INF/evil.class", it.get("m/Attack.class")),
                        "",
                        "META-INF/evil.class has no place in an artifact"),
                artifact(
                        "carries a path that climbs",
                        it -> with(it, "../m/Attack.class", it.get("m/Attack.class")),
                        "",
                        "climbs out of the JAR"),
                new Hostile(
                        "says that a number is a text",
                        component(
                                it ->
                                        RecordComponentInfo.of(
                                                it.name().stringValue(), STRING, it.attributes())),
                        new Stop.Refused("Sample$Go", "its components are not what"),
                        component(it -> it)),
                new Hostile(
                        "says in a generic signature that a number is a list",
                        component(
                                it ->
                                        RecordComponentInfo.of(
                                                it.name().stringValue(),
                                                it.descriptorSymbol(),
                                                SignatureAttribute.of(
                                                        Signature.parseFrom(
                                                                "Ljava/util/List<Ljava/lang/Long;>;")))),
                        new Stop.Refused("Sample$Go", "its components are not what"),
                        component(it -> it)),
                new Hostile(
                        "has two modules",
                        Bytecode.other(
                                "m.Second",
                                Bytecode.CLASS | ClassFile.ACC_FINAL,
                                it ->
                                        it.with(
                                                java.lang.classfile.attribute
                                                        .RuntimeVisibleAnnotationsAttribute.of(
                                                        java.lang.classfile.Annotation.of(
                                                                ClassDesc.of(
                                                                        "theseus.sdk.ModuleInfo"))))),
                        new Stop.Refused("", "more than one class has @ModuleInfo"),
                        Bytecode.other("m.Second", Bytecode.CLASS, it -> {})),
                refused(
                        "has two kinds of one event",
                        "public record Told() implements Event {}"
                                + " public static class In { public record Told(long n) implements Event {} }",
                        "Sample",
                        "two kinds of the event Told",
                        "public record Told() implements Event {}"
                                + " public static class In { public record Other(long n) implements Event {} }"),
                refused(
                        "has an event that is no record",
                        "public enum Told implements Event { A } ",
                        "Attack$Told",
                        "is an event but no record",
                        "public record Told() implements Event {} "),
                refused(
                        "refuses with a code that is none",
                        "public enum No implements Refusal { \u00C4 } ",
                        "Attack$No",
                        "is no code",
                        "public enum No implements Refusal { A } "));
    }
}
