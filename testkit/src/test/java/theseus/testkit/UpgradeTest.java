package theseus.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import theseus.protocol.Artifact;
import theseus.protocol.Evidence;
import theseus.protocol.Gate;
import theseus.protocol.Phase;
import theseus.testkit.sample.counter.Counter;
import theseus.testkit.sample.counter.Counter.Add;
import theseus.testkit.sample.counter.Counter.CountOf;
import theseus.testkit.sample.counter.Counter.Total;
import theseus.testkit.sample.countertimes.Counter.TimesOf;
import theseus.testkit.sample.doubler.Doubler;
import theseus.testkit.sample.doubler.Doubler.Twice;

final class UpgradeTest {
    private final Account alice = Account.named("alice");
    private final Account bob = Account.named("bob");

    @Test
    void anUpgradeGoesThroughAllPhasesWhileTransactionsFlow() {
        try (Chain chain =
                Chain.with("counter", Counter.class).with("doubler", Doubler.class).start()) {
            chain.send(alice, new Add(2)).applied();
            Upgrade upgrade = chain.upgrade(theseus.testkit.sample.countertimes.Counter.class);
            assertEquals(Phase.SHADOW, upgrade.phase());
            chain.send(alice, new Twice(3)).applied();
            upgrade.to(Phase.CANARY);
            for (int i = 0; i < 8; i++) {
                chain.send(Account.named("sender" + i), new Add(1)).applied();
            }
            upgrade.to(Phase.PROBATION);
            chain.send(bob, new Add(5)).applied();
            assertEquals(1, chain.query(new TimesOf(bob.id())));
            assertEquals(0, chain.query(new TimesOf(alice.id())), "version 1 counted nothing");
            upgrade.to(Phase.FINAL);
            chain.send(bob, new theseus.testkit.sample.countertimes.Counter.Add(1)).applied();
            assertEquals(6, chain.query(new CountOf(bob.id())));
            assertEquals(2, chain.query(new TimesOf(bob.id())));
            assertEquals(22, chain.query(new Total()));
        }
    }

    @Test
    void severalValidatorsAgree() {
        try (Chain chain =
                Chain.with("counter", Counter.class)
                        .validator("one", 1)
                        .validator("two", 1)
                        .validator("three", 1)
                        .start()) {
            chain.upgrade(theseus.testkit.sample.countertimes.Counter.class).to(Phase.FINAL);
            chain.send(alice, new Add(1)).applied();
            assertEquals(1, chain.query(new TimesOf(alice.id())));
        }
    }

    @Test
    void aVersionThatDoesSomethingElseIsTakenBackAndSaysWhat() {
        try (Chain chain = Chain.of(Counter.class)) {
            Upgrade upgrade = chain.upgrade(theseus.testkit.sample.counternext.Counter.class);
            chain.send(alice, new Add(1)).applied();
            chain.blocks(2);
            assertEquals(Phase.SHADOW, upgrade.phase(), "so far they do the same");
            chain.send(alice, new Add(200)).applied();
            Evidence evidence = upgrade.takenBack(Gate.UNDECLARED_DIFFERENCE);
            assertTrue(!evidence.differences().isEmpty(), evidence.toString());
            assertEquals(201, chain.query(new Total()));
            AssertionError error =
                    assertThrows(AssertionError.class, () -> upgrade.to(Phase.FINAL));
            assertTrue(error.getMessage().contains("was taken back"), error.getMessage());
        }
    }

    @Test
    void aStoppedUpgradeLeavesWhatWasInForce() {
        try (Chain chain = Chain.of(Counter.class)) {
            Upgrade upgrade = chain.upgrade(theseus.testkit.sample.countertimes.Counter.class);
            upgrade.to(Phase.PROBATION);
            chain.send(alice, new Add(1)).applied();
            upgrade.stop();
            assertEquals(Phase.ROLLED_BACK, upgrade.phase());
            chain.send(alice, new Add(1)).applied();
            assertEquals(2, chain.query(new Total()));
        }
    }

    @Test
    void whatTheChainWouldRefuseFailsWithTheReason() {
        try (Chain chain = Chain.of(Counter.class)) {
            AssertionError same =
                    assertThrows(AssertionError.class, () -> chain.upgrade(Counter.class));
            assertTrue(
                    same.getMessage().startsWith("the chain would refuse this upgrade"),
                    same.getMessage());
            assertThrows(AssertionError.class, () -> chain.upgrade(Doubler.class));
        }
    }

    @Test
    void theVersionInForceMayBeAJar(@TempDir Path folder) throws Exception {
        Path jar = folder.resolve("counter.jar");
        write(jar, Sources.pack(Counter.class).artifact());
        try (Chain chain = Chain.of(jar)) {
            chain.send(alice, new Add(2)).applied();
            chain.upgrade(theseus.testkit.sample.countertimes.Counter.class).to(Phase.FINAL);
            assertEquals(2, chain.query(new CountOf(alice.id())));
        }
    }

    private static void write(Path jar, Artifact artifact) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (var entry : artifact.entries().entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue().unsafeArray());
            }
        }
    }
}
