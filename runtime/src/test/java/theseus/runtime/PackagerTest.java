package theseus.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import theseus.kernel.spi.ModuleRuntime.Admission;
import theseus.protocol.Artifact;
import theseus.protocol.Descriptor;
import theseus.protocol.Descriptor.InvariantKind;
import theseus.protocol.Descriptor.InvariantShape;
import theseus.protocol.Descriptor.MessageShape;
import theseus.protocol.Descriptor.TableKind;
import theseus.protocol.Descriptor.TableShape;
import theseus.runtime.sample.bank.Bank;
import theseus.runtime.sample.shop.Shop;
import theseus.sdk.Bytes;

final class PackagerTest {
    private static final String EMPTY = "public void define(Definition module) {}";

    private static String refused(SortedMap<String, Bytes> files) {
        return assertInstanceOf(Packing.Rejected.class, Packager.pack(files)).explanation();
    }

    private static String refusedJar(byte[] jar) {
        return assertInstanceOf(Packing.Rejected.class, Packager.pack(jar)).explanation();
    }

    private static void contains(String expected, String text) {
        assertTrue(text.contains(expected), text);
    }

    @Test
    void theDescriptorSaysWhatTheModuleIs() {
        Descriptor bank = Packager.pack(Classpath.packageOf(Bank.class)).orThrow().descriptor();
        assertEquals("bank", bank.module());
        assertEquals("1.2.3", bank.version());
        assertEquals(Bank.class.getName(), bank.moduleClass());
        assertEquals(
                List.of("accounts BASE", "byLevel INDEX", "supply SUM"),
                bank.tables().stream().map(one -> one.name() + " " + one.kind()).toList());
        assertEquals(
                List.of("Crash", "Pay", "Spin"),
                bank.messages().stream().map(MessageShape::name).toList());
        assertEquals(List.of("INSUFFICIENT_FUNDS", "NOBODY"), bank.refusals());
        assertEquals("Paid", bank.events().getFirst().name());
        assertEquals("1.1", bank.offers().getFirst().version());
        assertEquals(
                new InvariantShape("bounded", InvariantKind.SUM, "supply", 0),
                bank.invariants().getFirst());
        assertTrue(bank.genesis().isPresent());
        Descriptor shop = Packager.pack(Classpath.packageOf(Shop.class)).orThrow().descriptor();
        assertEquals("1.1", shop.requires().getFirst().versions());
        assertEquals(
                bank.offers().getFirst().methods(), shop.requires().getFirst().shape().methods());
    }

    @Test
    void buildMetadataMakesNoDifference() {
        SortedMap<String, Bytes> classes = Compiled.module(EMPTY);
        SortedMap<String, Bytes> files = new TreeMap<>(classes);
        files.put("META-INF/MANIFEST.MF", Bytes.ofUtf8("Manifest-Version: 1.0\n"));
        files.put("META-INF/maven/a/b/pom.xml", Bytes.ofUtf8("<project/>"));
        files.put("m/package-info.class", Bytes.ofUtf8("whatever"));
        files.put("module-info.class", Bytes.ofUtf8("whatever"));
        Artifact plain = Packager.pack(classes).orThrow().artifact();
        assertEquals(plain.hash(), Packager.pack(Compiled.jar(files)).orThrow().artifact().hash());
        assertEquals(2, plain.entries().size());
    }

    @Test
    void whatWasPackedIsAdmittedAndKept() {
        Artifact artifact = Packager.pack(Classpath.packageOf(Bank.class)).orThrow().artifact();
        BytecodeRuntime runtime = new BytecodeRuntime();
        Admission first = runtime.admit(artifact);
        assertInstanceOf(Admission.Admitted.class, first);
        assertTrue(first == runtime.admit(Artifact.decode(artifact.encode())));
    }

    @Test
    void aDescriptorThatLiesIsNotAdmitted() {
        SortedMap<String, Bytes> entries =
                new TreeMap<>(Packager.pack(Compiled.module(EMPTY)).orThrow().artifact().entries());
        Bytes other =
                Packager.pack(Compiled.module("1.0.1", EMPTY)).orThrow().descriptor().encode();
        entries.put(Artifact.DESCRIPTOR, other);
        var rejected =
                assertInstanceOf(
                        Admission.Rejected.class,
                        new BytecodeRuntime().admit(new Artifact(entries)));
        contains("not the one that its classes have", rejected.findings().getFirst().problem());
        entries.remove(Artifact.DESCRIPTOR);
        assertInstanceOf(
                Admission.Rejected.class, new BytecodeRuntime().admit(new Artifact(entries)));
    }

    @Test
    void whatIsNoJarIsSaidToBeNone() {
        contains("this is no JAR", refusedJar(new byte[0]));
        contains("this is no JAR", refusedJar(Bytes.ofUtf8("#!/bin/sh").toArray()));
        byte[] jar = Compiled.jar(Compiled.module(EMPTY));
        byte[] half = java.util.Arrays.copyOf(jar, jar.length / 3);
        contains("damaged", refusedJar(half));
        contains("there is no class in it", refusedJar(Compiled.jar(new TreeMap<>())));
    }

    @Test
    void noByteOfAJarBreaksThePackager() {
        long seed = Long.getLong("theseus.seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        byte[] jar = Compiled.jar(Compiled.module(EMPTY));
        for (int i = 0; i < 300; i++) {
            byte[] mutant = jar.clone();
            mutant[random.nextInt(mutant.length)] ^= (byte) (1 << random.nextInt(8));
            Packager.pack(mutant);
        }
    }

    @Test
    void noByteOfAClassBreaksThePackager() {
        long seed = Long.getLong("theseus.seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        SortedMap<String, Bytes> files = Classpath.packageOf(Shop.class);
        List<String> paths = List.copyOf(files.keySet());
        for (int i = 0; i < 300; i++) {
            SortedMap<String, Bytes> mutant = new TreeMap<>(files);
            String path = paths.get(random.nextInt(paths.size()));
            byte[] content = mutant.get(path).toArray();
            content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
            mutant.put(path, Bytes.wrap(content));
            Packager.pack(mutant);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../m/A.class", "/m/A.class", "m//A.class", "m\\A.class", "m/Ä.class"})
    void pathsThatClimbAreRefused(String path) {
        SortedMap<String, Bytes> files = Compiled.module(EMPTY);
        files.put(path, files.firstEntry().getValue());
        refusedJar(Compiled.jar(files));
        refused(files);
    }

    @Test
    void whatIsNoCodeIsRefused() {
        SortedMap<String, Bytes> files = Compiled.module(EMPTY);
        files.put("m/prices.csv", Bytes.ofUtf8("1,2"));
        contains("m/prices.csv is no class file", refused(files));
        files.remove("m/prices.csv");
        files.put("META-INF/versions/21/m/Sample.class", Bytes.EMPTY);
        contains("multi-release", refused(files));
        files.remove("META-INF/versions/21/m/Sample.class");
        files.put("m/Other.class", files.firstEntry().getValue());
        contains("not the class that its path says", refused(files));
    }

    @Test
    void whatIsTooLargeIsRefused() {
        SortedMap<String, Bytes> files = Compiled.module(EMPTY);
        files.put("META-INF/large", Bytes.wrap(new byte[2 * 1024 * 1024]));
        contains("more than 1048576 bytes", refusedJar(Compiled.jar(files)));
    }

    @Test
    void aJarIsOneModule() {
        contains(
                "none of its classes has @ModuleInfo", refused(Compiled.source("A", "class A {}")));
        SortedMap<String, Bytes> two = Compiled.module(EMPTY);
        two.putAll(
                Compiled.source(
                        "Other",
                        "@ModuleInfo(name = \"o\", version = \"1.0.0\") public final class Other"
                                + " implements Module {"
                                + EMPTY
                                + "}"));
        contains("more than one class has @ModuleInfo: m.Other and m.Sample", refused(two));
        contains(
                "no public final class that implements Module",
                refused(
                        Compiled.source(
                                "A", "@ModuleInfo(name = \"o\", version = \"1.0.0\") class A {}")));
    }

    @Test
    void formsOfAMessageStandSideBySide() {
        var descriptor =
                Packager.pack(
                                Compiled.module(
                                        """
                                        public record Say(String text) implements Message {}
                                        public static final class Second {
                                            @Form(2)
                                            public record Say(String text, long n)
                                                    implements Message {}
                                        }
                                        public void define(Definition module) {
                                            module.handles(Second.Say.class, (c, m) -> {})
                                                    .handles(Say.class, (c, m) -> {});
                                        }
                                        """))
                        .orThrow()
                        .descriptor();
        assertEquals(
                List.of("Say 1", "Say 2"),
                descriptor.messages().stream().map(one -> one.name() + " " + one.form()).toList());
    }

    @Test
    void tablesAreNumberedByName() {
        var descriptor =
                Packager.pack(
                                Compiled.module(
                                        """
                                        record V(long n) {}
                                        public void define(Definition module) {
                                            module.table(Table.of("b", String.class, V.class))
                                                .table(Table.of("a", Long.class, V.class).schema(2));
                                        }
                                        """))
                        .orThrow()
                        .descriptor();
        assertEquals(
                List.of("a", "b"), descriptor.tables().stream().map(TableShape::name).toList());
        assertEquals(2, descriptor.tables().getFirst().schema());
        assertEquals(TableKind.BASE, descriptor.tables().getFirst().kind());
    }
}
