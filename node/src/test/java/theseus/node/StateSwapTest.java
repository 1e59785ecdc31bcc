package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new state takes the place of an old one, wherever the process is killed. */
final class StateSwapTest {
    @TempDir Path root;

    /** Either nothing has happened yet, or whoever opens it next ends it; again and again. */
    @Test
    void whoOpensItNextEndsWhatWasBrokenOff() throws IOException {
        begin(root.resolve("whole"));
        StruckSteps whole = StruckSteps.whole();
        swap(root.resolve("whole"), whole);
        assertSwapped(root.resolve("whole"));
        assertEquals(12, whole.steps().size(), "" + whole.steps());
        int ordered = 1 + whole.steps().indexOf("rename to state.swap");
        for (int step = 1; step <= whole.steps().size(); step++) {
            for (StruckSteps.Left left : StruckSteps.lefts(whole.steps().get(step - 1))) {
                boolean isOrdered =
                        step > ordered || (step == ordered && left == StruckSteps.Left.ALL);
                strikeTwice(step, left, isOrdered, whole.steps().get(step - 1));
            }
        }
    }

    /**
     * The second time while it is ended, at each step; in the default run at each where the first
     * left all of its own, else at the first.
     */
    private void strikeTwice(int step, StruckSteps.Left left, boolean isOrdered, String name)
            throws IOException {
        boolean isStruck = true;
        boolean isEach = left == StruckSteps.Left.ALL || Boolean.getBoolean("theseus.long");
        for (int second = 1; isStruck && (isEach || second == 1); second++) {
            Path place = root.resolve(step + "-" + left + "-" + second);
            String where = name + ", " + left + ", then at " + second;
            begin(place);
            assertThrows(
                    StruckSteps.Killed.class,
                    () -> swap(place, new StruckSteps(step, left)),
                    where);
            isStruck = false;
            try {
                StateSwap.finish(place, new StruckSteps(second, left));
            } catch (StruckSteps.Killed again) {
                isStruck = true;
            }
            StateSwap.finish(place, DiskSteps.REAL);
            if (isOrdered) {
                assertSwapped(place);
            } else {
                assertUntouched(place, where);
            }
        }
    }

    private static void swap(Path place, DiskSteps steps) throws IOException {
        StateSwap.run(place, NodeConfig.StorageKind.LEVELDB, place.resolve("state.old-1"), steps);
    }

    @Test
    void aDamagedOrderIsNamed() throws IOException {
        begin(root);
        Files.writeString(root.resolve("state.swap"), "leveldb to state.old-1\n....");
        NodeException refused =
                assertThrows(NodeException.class, () -> StateSwap.finish(root, DiskSteps.REAL));
        assertEquals("DIRECTORY_DAMAGED", refused.code());
    }

    @Test
    void aDirectoryThatDoesNotOpenIsNotHeld() throws IOException {
        NodeConfig config = TestChain.config(root.resolve("node"));
        TestChain.create(config);
        Path swap = config.directory().resolve("state.swap");
        Files.writeString(swap, "leveldb to state.old-1\n....");
        for (int i = 0; i < 2; i++) {
            NodeException refused =
                    assertThrows(NodeException.class, () -> DataDirectory.open(config.directory()));
            assertEquals("DIRECTORY_DAMAGED", refused.code());
        }
        Files.delete(swap);
        DataDirectory.open(config.directory()).close();
    }

    private static void begin(Path place) throws IOException {
        Files.createDirectories(place.resolve("state"));
        Files.writeString(place.resolve("state/which"), "old");
        Files.createDirectory(place.resolve("state.new"));
        Files.writeString(place.resolve("state.new/which"), "new");
        DataDirectory.wroteState(place, NodeConfig.StorageKind.ROCKSDB);
    }

    private static void assertUntouched(Path place, String where) throws IOException {
        assertEquals("old", Files.readString(place.resolve("state/which")), where);
        assertEquals("new", Files.readString(place.resolve("state.new/which")), where);
        assertEquals("rocksdb\n", Files.readString(place.resolve("ENGINE")), where);
        assertFalse(Files.exists(place.resolve("state.swap")), where);
    }

    private static void assertSwapped(Path place) throws IOException {
        assertEquals("new", Files.readString(place.resolve("state/which")));
        assertEquals("old", Files.readString(place.resolve("state.old-1/which")));
        assertEquals("leveldb\n", Files.readString(place.resolve("ENGINE")));
        assertFalse(Files.exists(place.resolve("state.new")));
        assertFalse(Files.exists(place.resolve("state.swap")));
    }
}
