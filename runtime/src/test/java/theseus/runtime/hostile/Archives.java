package theseus.runtime.hostile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** JARs that two tools would read in two ways, or that unpack to more than they are. */
final class Archives {
    private static final String TWO_MEANINGS = "means different things to different tools";
    private static final int MEGABYTE = 1 << 20;
    private static final byte[] SIGNATURE =
            "Signature-Version: 1.0\r\nSHA-256-Digest-Manifest: AAAA\r\n\r\n"
                    .getBytes(StandardCharsets.UTF_8);

    private Archives() {}

    /** The frame's module in a JAR, and what is changed about it. */
    private static Attempt jar(UnaryOperator<Zip> change) {
        return new Attempt.Jar(() -> change.apply(frame("m/")).bytes());
    }

    private static Zip frame(String without) {
        Zip zip = new Zip();
        Frame.classes()
                .forEach(
                        (name, content) -> {
                            if (!name.equals(without)) {
                                zip.add(name + ".class", content);
                            }
                        });
        return zip;
    }

    private static Hostile one(String name, UnaryOperator<Zip> attack, String problem) {
        return one(name, attack, problem, it -> it.add("META-INF/MANIFEST.MF", new byte[9]));
    }

    private static Hostile one(
            String name, UnaryOperator<Zip> attack, String problem, UnaryOperator<Zip> twin) {
        return new Hostile(name, jar(attack), new Stop.Refused("", problem), jar(twin));
    }

    private static Hostile path(String name, String path) {
        return one(
                name,
                it -> it.add(path, new byte[1]),
                "path",
                it -> it.add("META-INF/x", new byte[1]));
    }

    private static Hostile hole(String name, String path) {
        return one(name, it -> it.add(path, new byte[1]), "climbs out of the JAR");
    }

    /** The class {@code Attack} in other places of the JAR. */
    private static Attempt moved(String... paths) {
        return new Attempt.Jar(
                () -> {
                    Zip zip = frame("m/Attack");
                    for (String path : paths) {
                        zip.add(path, Frame.classes().get("m/Attack"));
                    }
                    return zip.bytes();
                });
    }

    private static byte[] attack() {
        return Frame.classes().get("m/Attack");
    }

    private static Attempt shortened() {
        return new Attempt.Jar(
                () -> {
                    byte[] whole = frame("").bytes();
                    return Arrays.copyOf(whole, whole.length - 30);
                });
    }

    private static Attempt whole() {
        return jar(UnaryOperator.identity());
    }

    private static SortedMap<String, byte[]> many(int count) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            files.put("META-INF/" + i, new byte[0]);
        }
        return files;
    }

    private static Zip add(Zip zip, SortedMap<String, byte[]> files) {
        files.forEach(zip::add);
        return zip;
    }

    static List<Hostile> modules() {
        return List.of(
                one(
                        "unpacks to a thousand times its size",
                        it -> it.add("META-INF/bomb", new byte[20 * MEGABYTE]),
                        "unpacked, the JAR has more than 1048576 bytes",
                        it -> it.add("META-INF/bomb", new byte[MEGABYTE / 2])),
                one(
                        "hides a bomb in a folder",
                        it -> it.add("m/", new byte[20 * MEGABYTE]),
                        "the folder m/ has content",
                        it -> it.add("m/", new byte[0])),
                one(
                        "says that an entry is smaller than it is",
                        it -> it.add("META-INF/x", "META-INF/x", new byte[99], 0, 8, 9),
                        "cannot be unpacked"),
                hole("climbs out of its folder", "../evil.class"),
                hole("names a place of the machine's", "/etc/evil.class"),
                path("names a drive", "C:evil.class"),
                path("climbs as Windows does", "..\\evil.class"),
                path("has a letter that other tools map to another", "m/\u00C4ttack.class"),
                hole("has a path with a hole", "m//Attack.class"),
                path("has a path that is too long", "m/" + "a".repeat(300) + ".class"),
                one(
                        "has an entry twice",
                        it -> it.add("m/Attack.class", attack()),
                        "is there twice"),
                new Hostile(
                        "has an entry twice, but for the case of a letter",
                        moved("m/Attack.class", "m/attack.class"),
                        new Stop.Refused("attack", "not the class that its path says"),
                        moved("m/Attack.class")),
                one(
                        "has an entry that its directory does not list",
                        it -> it.add("m/Hidden.class", null, attack(), 0, 8, attack().length),
                        TWO_MEANINGS),
                one(
                        "lists an entry under another name",
                        it -> it.add("META-INF/x", "META-INF/y", new byte[1], 0, 8, 1),
                        TWO_MEANINGS),
                one(
                        "says that an entry is encrypted",
                        it -> it.add("META-INF/x", "META-INF/x", new byte[1], 1, 8, 1),
                        TWO_MEANINGS),
                one(
                        "packs an entry in a way that few know",
                        it -> it.add("META-INF/x", "META-INF/x", new byte[1], 0, 14, 1),
                        TWO_MEANINGS,
                        it -> it.add("META-INF/x", "META-INF/x", new byte[1], 0, 0, 1)),
                one("is the second of several disks", it -> it.disk(1), TWO_MEANINGS),
                one("has another file in its comment", it -> it.comment("PK\5\6"), TWO_MEANINGS),
                one("follows upon a script", it -> it.prefix("#!/bin/sh\n"), "this is no JAR"),
                one("is followed by something", it -> it.suffix("x"), TWO_MEANINGS),
                new Hostile(
                        "ends in its middle",
                        shortened(),
                        new Stop.Refused("", TWO_MEANINGS),
                        whole()),
                one(
                        "has five thousand entries",
                        it -> add(it, many(5000)),
                        "the JAR has more than",
                        it -> add(it, many(500))),
                one(
                        "has a class for another version of Java",
                        it -> it.add("META-INF/versions/26/m/Attack.class", attack()),
                        "multi-release"),
                new Hostile(
                        "keeps a class where only the signed look",
                        moved("META-INF/m/Attack.class"),
                        new Stop.Refused("Sample.a lambda in define", "calls m.Attack.go"),
                        moved("META-INF/m/Attack.class", "m/Attack.class")),
                one(
                        "is signed, and carries its proof among the code",
                        it -> it.add("m/SIGNED.SF", SIGNATURE),
                        "m/SIGNED.SF is no class file",
                        it ->
                                it.add("META-INF/SIGNED.SF", SIGNATURE)
                                        .add("META-INF/SIGNED.RSA", SIGNATURE)),
                one(
                        "brings a library in a JAR in the JAR",
                        it -> it.add("lib/evil.jar", frame("").bytes()),
                        "lib/evil.jar is no class file"),
                one(
                        "brings native code",
                        it -> it.add("m/evil.so", new byte[9]),
                        "m/evil.so is no class file"),
                one(
                        "brings a descriptor of its own",
                        it -> it.add("META-INF/theseus/descriptor.cbor", new byte[9]),
                        "its descriptor is not the one that its classes have"));
    }
}
