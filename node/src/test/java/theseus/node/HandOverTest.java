package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import theseus.crypto.Signatures;
import theseus.kernel.Kernel;
import theseus.kernel.spi.StateStore;
import theseus.kernel.spi.UnlinkedTables;
import theseus.protocol.Genesis;
import theseus.protocol.TableId;
import theseus.runtime.BytecodeRuntime;
import theseus.sdk.Hash;
import theseus.state.VersionedState;

/** A block that needs a follower's tables never runs without them. */
@Timeout(60)
final class HandOverTest {
    private static final int HISTORY = 1_000;

    /** Records that no block changes while they are carried. */
    private static final int UNTOUCHED = 60;

    /** A hundredth of a processor, record by record. */
    private static final FollowerConfig LATE = new FollowerConfig(1, 1, 1, 100_000);

    @TempDir Path directory;

    @Test
    void afterFollowersAreClosedNothingIsHandedOver() throws Exception {
        NodeConfig config = TestChain.config(directory.resolve("node"));
        Genesis genesis = Story.FORWARD.create(config);
        try (DataDirectory data = DataDirectory.open(config.directory());
                Twin twin = new Twin(genesis, data.artifacts(genesis), directory)) {
            twin.followers().close();
            NodeException refused =
                    assertThrows(
                            NodeException.class,
                            () -> twin.followers().awaitHandOver(genesis.hash(), 0));
            assertEquals("STOPPED", refused.code());
        }
    }

    /**
     * One validator of many, an observer, a rebuild: the chain does not wait for their followers.
     */
    @ParameterizedTest
    @EnumSource(names = {"FORWARD", "IRREVERSIBLE", "STOPPED_IN_CANARY", "SIDE_BY_SIDE"})
    void whoIsStillFillingWhenAPlanGetsAuthorityFillsTheRestFirst(Story story) throws Exception {
        CutStorage disk = told(story);
        try (DataDirectory data = DataDirectory.open(config().directory());
                VersionedState decided = VersionedState.open(disk.content(), HISTORY);
                Twin late =
                        new Twin(data.genesis(), data.artifacts(data.genesis()), directory, LATE)) {
            late.follow(decided);
            assertEquals(decided.root(), late.state().root());
            Hash plan = story.plans(data.genesis().hash(), story.artifact().hash()).getLast().id();
            UnlinkedTables left = late.state().unlinked(plan);
            for (TableId table : Crashed.tables(story)) {
                assertEquals(decided.unlinked(plan).root(table), left.root(table), "" + table);
            }
        }
    }

    /** Whoever missed what a block did runs it again, also the one with which tables joined. */
    @Test
    void eachBlockThatIsRunAgainDoesWhatItDid() throws Exception {
        CutStorage disk = told(Story.SIDE_BY_SIDE);
        Kernel kernel = new Kernel(new BytecodeRuntime(), Signatures.best());
        try (VersionedState decided = VersionedState.open(disk.content(), HISTORY)) {
            Replays replays = new Replays(decided, new BlockStore(decided));
            for (long height = 1; height <= decided.height(); height++) {
                assertEquals(
                        decided.changes(height),
                        replays.effects(kernel, height).result().changes(),
                        "block " + height);
            }
        }
    }

    private NodeConfig config() {
        return TestChain.config(directory.resolve("node")).withHttp(CrashProcess.SHUT);
    }

    /** What is on the disk after a story in which some records were never touched. */
    private CutStorage told(Story story) {
        story.create(config());
        CutStorage disk = new CutStorage(1);
        List<StateStore> opened = new ArrayList<>();
        Ground ground =
                new Ground(
                        new BytecodeRuntime(),
                        (kind, folder) -> disk,
                        state -> {
                            opened.add(state);
                            return state;
                        });
        try (Node node = Node.start(config(), ground)) {
            Driver driver = new Driver(node, opened.getFirst(), sent -> {});
            for (int i = 0; i < UNTOUCHED; i++) {
                driver.put(Notes.NOTES, Notes.KEYS + i, i);
            }
            story.tell(driver);
        }
        return disk;
    }
}
