package theseus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static theseus.cli.Spoken.says;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import theseus.protocol.Artifact;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * {@code theseus upgrade vote} at a node that lies: a vote is final, and names nothing but a
 * number. Proposal 0 opened a plan, 1 is about something else.
 */
@Timeout(120)
final class UpgradeVoteTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PASSPHRASE = "a long passphrase";
    private static final String PROPOSALS = "/v1/instances/governance/queries/Proposals";
    private static final String RECORD = "/v1/state/governance/proposals/1/";
    private static final String HOME = "user.home";
    private static final String HOME_BEFORE = System.getProperty(HOME);

    @TempDir static Path shared;

    private static DiaryChain chain;
    private static Relay relay;
    private static Artifact diary;
    private static Hash plan;

    @BeforeAll
    static void propose() throws IOException {
        Assumptions.assumeTrue(
                System.getenv("THESEUS_HOME") == null, "keys of somebody's lie there");
        System.setProperty(HOME, shared.toString());
        Home.keys().create("member", PASSPHRASE.toCharArray());
        Files.writeString(shared.resolve("passphrase"), PASSPHRASE + "\n");
        Path one = SourceJar.build(shared, "one", "Diary", Diaries.ONE);
        Path two = SourceJar.build(shared, "two", "Diary", Diaries.TWO);
        Path council = SourceJar.build(shared, "council", "Council", Diaries.COUNCIL);
        Path ballot = SourceJar.build(shared, "ballot", "Ballot", Ballots.SOURCE);
        chain = DiaryChain.governed(shared.resolve("node"), one, council, ballot);
        diary = ModuleFile.read(one).artifact();
        plan = chain.upgrade(ModuleFile.read(one), ModuleFile.read(two));
        chain.ballot("take version 2", Optional.of(plan));
        chain.ballot("raise the fees", Optional.empty());
        relay = new Relay(chain.address());
    }

    @AfterAll
    static void close() {
        System.setProperty(HOME, HOME_BEFORE);
        if (relay != null) {
            relay.close();
            chain.close();
        }
    }

    @BeforeEach
    void tellTheTruth() {
        relay.lies(Relay.Lie.NONE);
        relay.submitted();
    }

    private static Object[] vote(String on, String choice) {
        return signed("upgrade", "vote", on, choice);
    }

    private static Object[] signed(Object... command) {
        return Stream.concat(
                        Stream.of(command),
                        Stream.of(
                                "--from",
                                "member",
                                "--passphrase-file",
                                shared.resolve("passphrase"),
                                "--node",
                                relay.address()))
                .toArray();
    }

    private static String planShort() {
        return plan.toString().substring(0, 8);
    }

    /** What the chain has counted. */
    private static JsonNode counted() {
        return chain.client()
                .query("governance", "Proposals", Map.of("from", 0L, "limit", 10))
                .path("result")
                .path("proposals");
    }

    /** Nothing is signed, and the chain counts nothing. */
    private static void refused(String code, String[] words, String on) {
        JsonNode before = counted();
        Spoken.refused(ExitCode.REFUSED, code, words, vote(on, "yes"));
        assertEquals(List.of(), relay.submitted());
        assertEquals(before, counted());
    }

    /** Changes the JSON that is answered to what begins so. */
    private static void lies(String path, Consumer<ObjectNode> change) {
        relay.lies(
                (asked, truth) -> {
                    if (!asked.startsWith(path)) {
                        return truth;
                    }
                    ObjectNode json = (ObjectNode) JSON.readTree(truth);
                    change.accept(json);
                    return JSON.writeValueAsBytes(json);
                });
    }

    private static ArrayNode proposals(ObjectNode page) {
        return (ArrayNode) page.path("result").path("proposals");
    }

    /** What is 1 is shown as 0, and the other way round. */
    private static void swap(ObjectNode page) {
        ArrayNode all = proposals(page);
        JsonNode first = all.get(0).path("proposal");
        ((ObjectNode) all.get(0)).set("proposal", all.get(1).path("proposal"));
        ((ObjectNode) all.get(1)).set("proposal", first);
    }

    private static void damage(ObjectNode json, String field) {
        StringBuilder hex = new StringBuilder(json.path(field).asText());
        int at = hex.length() * 3 / 4;
        hex.setCharAt(at, hex.charAt(at) == '0' ? '1' : '0');
        json.put(field, hex.toString());
    }

    @Test
    void aVoteCounts() {
        long before = counted().get(0).path("proposal").path("yes").asLong();
        JsonNode voted = Spoken.json(vote(planShort(), "yes"));
        assertEquals(plan.toString(), voted.path("plan").asText());
        assertEquals("yes", voted.path("voted").asText());
        assertEquals(0, voted.path("proposal").asLong());
        assertEquals(before + 1, counted().get(0).path("proposal").path("yes").asLong());
        assertTrue(relay.submitted().size() == 1);
    }

    @Test
    void aNumberThatStandsForSomethingElseIsNotVotedFor() {
        lies(PROPOSALS, UpgradeVoteTest::swap);
        String[] words =
                says("raise the fees", "take version 2", "Nothing was sent", "another node");
        refused("NODE_LIES", words, planShort());
        refused("NODE_LIES", words, plan.toString());
        refused("NODE_LIES", words, "1");
        refused("NODE_LIES", words, "0");
    }

    @Test
    void theProofOfAnotherRecordIsNone() {
        relay.lies(
                (asked, truth) -> {
                    if (asked.startsWith(PROPOSALS)) {
                        ObjectNode page = (ObjectNode) JSON.readTree(truth);
                        swap(page);
                        return JSON.writeValueAsBytes(page);
                    }
                    return asked.startsWith(RECORD + "01")
                            ? relay.truth(asked.replace(RECORD + "01", RECORD + "00"))
                            : truth;
                });
        refused("UNVERIFIED", says("another record", "another node"), planShort());
    }

    @Test
    void whatDoesNotVerifyIsNotBelieved() {
        lies(RECORD, json -> damage(json, "proof"));
        refused("UNVERIFIED", says(relay.address(), "--node URI"), "1");
        lies(RECORD, json -> damage(json, "certificate"));
        refused("UNVERIFIED", says(relay.address(), "--node URI"), "1");
        lies("/v1/state/kernel/", json -> damage(json, "proof"));
        refused("UNVERIFIED", says(relay.address(), "--node URI"), "1");
    }

    /** Of other code the record would mean something else. */
    @Test
    void otherCodeThanThatInForceIsNotBelieved() {
        relay.lies(
                (asked, truth) ->
                        asked.startsWith("/v1/artifacts/") ? diary.encode().toArray() : truth);
        refused("UNVERIFIED", says("another artifact"), planShort());
    }

    @Test
    void aListThatCannotBeIsRefused() {
        lies(PROPOSALS, page -> proposals(page).add(proposals(page).get(0).deepCopy()));
        refused("NODE_LIES", says("goes round"), planShort());
        lies(
                PROPOSALS,
                page -> {
                    ObjectNode made = proposals(page).get(1).deepCopy();
                    proposals(page).add(made.put("number", 7));
                });
        refused("NO_SUCH_PROPOSAL", says("no proposal 7"), "7");
        lies(
                PROPOSALS,
                page -> ((ObjectNode) proposals(page).get(0).path("proposal")).put("plan", "none"));
        refused("NODE_LIES", says("'none'"), planShort());
    }

    /** What is signed is a place in the list of choices, and the list is the node's word. */
    @Test
    void aYesIsNoNoWhateverTheNodeSaysOfChoices() {
        String path = "/v1/instances/governance/descriptor";
        String yesNo = text("YES") + text("NO");
        lies(
                path,
                json -> {
                    String encoded = json.path("encoded").asText();
                    String turned = encoded.replace(yesNo, text("NO") + text("YES"));
                    assertNotEquals(encoded, turned);
                    json.put("encoded", turned);
                });
        JsonNode before = counted().get(1).path("proposal");
        Spoken.json(vote("1", "yes"));
        Spoken.json(signed("tx", "governance", "Vote", "proposal=1", "choice=YES"));
        JsonNode after = counted().get(1).path("proposal");
        assertEquals(before.path("yes").asLong() + 2, after.path("yes").asLong());
        assertEquals(before.path("others"), after.path("others"));
    }

    /** In canonical CBOR, in hexadecimal digits. */
    private static String text(String of) {
        byte[] utf8 = of.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(new byte[] {(byte) (0x60 + utf8.length)}).hex() + Bytes.wrap(utf8).hex();
    }
}
