package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import theseus.protocol.EventRecord;
import theseus.protocol.Gate;
import theseus.protocol.Limits;
import theseus.protocol.Plan.MessageName;
import theseus.protocol.Receipt;
import theseus.protocol.TableId;
import theseus.protocol.Tally;
import theseus.sdk.Bytes;

/** What a window has seen is counted within bounds, whatever senders send. */
final class TalliesTest {
    private static final int RECEIPT_BYTES = 3_800;

    private static MessageName name(String instance, int number) {
        return new MessageName(instance, "M".repeat(Limits.MAX_NAME_LENGTH - 4) + (1_000 + number));
    }

    private static List<MessageName> names(String instance, int count) {
        List<MessageName> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(name(instance.repeat(Limits.MAX_NAME_LENGTH), i));
        }
        return names;
    }

    private static Executed executed() {
        EventRecord event = new EventRecord("a", "Said", Bytes.wrap(new byte[RECEIPT_BYTES]));
        return new Executed(
                new Receipt(
                        Script.hash(1),
                        new Receipt.Status.Applied(),
                        Long.MAX_VALUE / 4096,
                        List.of(event),
                        List.of()),
                theseus.kernel.spi.ChangeSet.EMPTY);
    }

    private static Compared compared(
            List<MessageName> messages, List<MessageName> own, Verdict verdict, boolean served) {
        return new Compared(
                Script.hash(2),
                messages,
                own,
                List.of(Bytes.ofUtf8("key")),
                verdict,
                executed(),
                executed(),
                served);
    }

    private static Verdict wrong() {
        Difference.Content put = new Difference.Content.Put(Bytes.wrap(new byte[1_000]));
        return new Verdict.Undeclared(
                Gate.UNDECLARED_DIFFERENCE,
                "x".repeat(2_000),
                Collections.nCopies(
                        40,
                        new Difference.OfRecord(
                                new TableId("a", "rows", 1),
                                Bytes.wrap(new byte[1_000]),
                                put,
                                put)));
    }

    @Test
    void theLargestTallyFitsIntoAReport() {
        List<MessageName> others = names("b", 300);
        List<MessageName> own = names("a", Tally.MAX_OWN_MESSAGES);
        List<Compared> all = new ArrayList<>();
        others.forEach(name -> all.add(compared(List.of(name), List.of(), wrong(), false)));
        own.forEach(name -> all.add(compared(List.of(name), List.of(name), wrong(), true)));
        Tally tally = Tallies.add(Tally.EMPTY, Long.MAX_VALUE, all, (message, key) -> true);
        assertEquals(Tally.MAX_MESSAGES, tally.messages().size());
        assertTrue(
                own.stream()
                        .allMatch(
                                name ->
                                        tally.messages().stream()
                                                .anyMatch(one -> one.message().equals(name))));
        assertEquals(Tally.MAX_EVIDENCE, tally.evidence().size());
        assertTrue(tally.evidence().getFirst().candidate().isPresent());
        int size = tally.encode().size();
        // A follower's mark has another evidence beside it.
        assertTrue(size < Limits.MAX_TALLY_BYTES - 8 * 1024, () -> "has " + size + " bytes");
        assertEquals(tally, Tally.decode(tally.encode()));
    }

    @Test
    void inTheBlockOnlyKeysCountThatTheCandidateServed() {
        List<MessageName> name = names("a", 1);
        List<Compared> two =
                List.of(
                        compared(name, name, new Verdict.Equal(), false),
                        compared(name, name, new Verdict.Equal(), true));
        Tally block = Tallies.served(Tally.EMPTY, 1, two.subList(0, 1), (message, key) -> true);
        assertEquals(0, block.keys());
        block = Tallies.served(block, 2, two.subList(1, 2), (message, key) -> true);
        assertEquals(1, block.keys());
        assertEquals(2, block.messages().getFirst().equal());
        assertEquals(1, block.messages().getFirst().served());
        assertEquals(2, Tallies.add(Tally.EMPTY, 1, two, (message, key) -> true).keys());
    }
}
