package theseus.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import theseus.sdk.Bytes;

/** Nothing from outside is larger than it may be. */
final class LimitsTest {
    private static final Message MESSAGE = new Message("assets", "Transfer", 1, Bytes.EMPTY);

    @Test
    void aTransactionHasBoundedSize() {
        Bytes large = Bytes.of(new byte[Limits.MAX_TRANSACTION_BYTES]);
        Bytes encoding = with(List.of(new Message("a", "B", 1, large))).encode();
        assertEquals(Malformed.TOO_LARGE, refusal(() -> Submission.decode(encoding)));
    }

    @Test
    void aTransactionHasOneTo64Messages() {
        assertThrows(IllegalArgumentException.class, () -> with(List.of()));
        List<Message> most = Collections.nCopies(Limits.MAX_MESSAGES, MESSAGE);
        assertEquals(with(most), Transaction.decode(with(most).encode()));
        List<Message> more = Collections.nCopies(Limits.MAX_MESSAGES + 1, MESSAGE);
        assertThrows(IllegalArgumentException.class, () -> with(more));
    }

    @Test
    void namesAreShort() {
        String longest = "n".repeat(Limits.MAX_NAME_LENGTH);
        Message message = new Message(longest, longest, 1, Bytes.EMPTY);
        assertEquals(message, Message.decode(message.encode()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Message(longest + "n", "B", 1, Bytes.EMPTY));
        assertThrows(IllegalArgumentException.class, () -> new Message("", "B", 1, Bytes.EMPTY));
        Bytes encoding =
                new CborWriter()
                        .arrayHeader(4)
                        .text("a")
                        .text("")
                        .integer(1)
                        .bytes(Bytes.EMPTY)
                        .toBytes();
        assertEquals(Malformed.INVALID, refusal(() -> Message.decode(encoding)));
    }

    @Test
    void keySignaturesAreSortedAndDistinct() {
        Bytes twice = Bytes.fromHex("82f682" + "820040" + "820040");
        assertEquals(Malformed.INVALID, refusal(() -> Witness.decode(twice)));
        Bytes seventeenth = Bytes.fromHex("82f681" + "821040");
        assertEquals(Malformed.INVALID, refusal(() -> Witness.decode(seventeenth)));
    }

    @Test
    void aBlockIsBounded() {
        Header header = new Samples(1).header();
        List<Bytes> many = Collections.nCopies(Limits.MAX_BLOCK_TRANSACTIONS + 1, Bytes.EMPTY);
        assertThrows(IllegalArgumentException.class, () -> new Block(header, many));
        Bytes quarter = Bytes.of(new byte[Limits.MAX_TRANSACTION_BYTES]);
        List<Bytes> full = new ArrayList<>(Collections.nCopies(64, quarter));
        Block block = new Block(header, full);
        assertEquals(block, Block.decode(block.encode()));
        full.add(Bytes.of(new byte[1]));
        assertThrows(IllegalArgumentException.class, () -> new Block(header, full));
    }

    @Test
    void anArtifactIsBoundedAndSorted() {
        TreeMap<String, Bytes> entries = new TreeMap<>(Collections.reverseOrder());
        entries.put("a", Bytes.EMPTY);
        entries.put("b", Bytes.EMPTY);
        assertEquals("[a, b]", new Artifact(entries).entries().keySet().toString());
        Bytes unsorted = Bytes.fromHex("81828261624082616140");
        assertEquals(Malformed.NOT_CANONICAL, refusal(() -> Artifact.decode(unsorted)));
        Bytes twice = Bytes.fromHex("81828261614082616140");
        assertEquals(Malformed.NOT_CANONICAL, refusal(() -> Artifact.decode(twice)));
        entries.put("c", Bytes.of(new byte[Limits.MAX_ARTIFACT_BYTES]));
        assertThrows(IllegalArgumentException.class, () -> new Artifact(entries));
    }

    @Test
    void aStatementIsNoTransaction() {
        Samples samples = new Samples(1);
        Bytes statement = samples.statement().encode();
        Bytes transaction = samples.transaction().encode();
        assertEquals(Malformed.WRONG_TYPE, refusal(() -> Transaction.decode(statement)));
        assertEquals(Malformed.WRONG_TYPE, refusal(() -> Statement.decode(transaction)));
        Bytes third = Bytes.fromHex("8202").concat(transaction.slice(2, transaction.size()));
        assertEquals(Malformed.OUT_OF_RANGE, refusal(() -> Submission.decode(third)));
    }

    private static Transaction with(List<Message> messages) {
        Transaction sample = new Samples(1).transaction();
        return new Transaction(
                sample.chain(), sample.sender(), 0, 0, 0, messages, sample.witness());
    }

    private static String refusal(Runnable decode) {
        return assertThrows(MalformedException.class, decode::run).code();
    }
}
