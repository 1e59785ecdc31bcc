package theseus.trials;

import java.util.ArrayList;
import java.util.List;
import theseus.protocol.Message;
import theseus.protocol.Phase;

/**
 * Ordinary traffic of the ledger: the same for the same block, rare values included. Each kind of
 * message comes from many senders, so that a canary always selects some of them.
 */
final class Ordinary {
    static final int HOLDERS = 12;
    private static final int NOTES = 300;
    private static final int MORE_NOTES = 60;

    /** A transaction to be sent. */
    record Sent(String sender, List<Message> messages) {
        static Sent of(String sender, Message... messages) {
            return new Sent(sender, List.of(messages));
        }
    }

    private Ordinary() {}

    private static String holder(long number) {
        return "holder" + number % HOLDERS;
    }

    static List<Sent> first() {
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < HOLDERS; i++) {
            sent.add(Sent.of(holder(i), Says.open(holder(i), 4000)));
        }
        sent.add(Sent.of("zed", Says.open("zed", 9000)));
        sent.add(Sent.of("zed", Says.write("zed", 1, "one\n\nthree")));
        return sent;
    }

    /** What block number {@code n} holds, counted from 0. */
    static List<Sent> block(long n) {
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            long from = n * 5 + i;
            sent.add(
                    Sent.of(
                            holder(from),
                            Says.transfer(holder(from), holder(from + 3), 1 + n % 40 + i)));
        }
        sent.add(Sent.of(holder(n), Says.audit()));
        String passer = "passer" + n;
        sent.add(Sent.of(passer, Says.open(passer, n % 4 == 3 ? 777 : n % 2 == 0 ? 1000 : 50)));
        sent.add(Sent.of(passer, Says.write(passer, n, "a\nb\n\nc" + n)));
        sent.add(Sent.of(passer, Says.write(passer, n, "shorter")));
        sent.add(Sent.of(passer, Says.transfer(passer, holder(n), 5_000)));
        sent.add(Sent.of(passer, Says.transfer("nobody", holder(n), 1)));
        sent.add(Sent.of(passer, Says.transfer(holder(n), "nobody", 1)));
        sent.add(Sent.of(holder(n), Says.transfer("zed", holder(n), 2_000_000)));
        sent.add(Sent.of(holder(n + 1), Says.buy(holder(n + 1), "zed", 7)));
        sent.add(Sent.of(holder(n + 2), Says.limit(1_000_000 + n % 2)));
        if (n > 2) {
            sent.add(Sent.of("passer" + (n - 2), Says.close("passer" + (n - 2))));
        }
        // What zed pays comes back, so that nobody runs dry on a chain that lives long.
        sent.add(
                switch ((int) (n % 3)) {
                    case 0 -> Sent.of("zed", Says.transfer("zed", holder(n + 1), 777));
                    case 1 -> Sent.of(holder(n), Says.transfer(holder(n), "zed", 600));
                    default -> Sent.of(holder(n), Says.transfer(holder(n - 1), "zed", 177));
                });
        sent.add(
                Sent.of(
                        holder(n + 4),
                        Says.transfer(holder(n + 4), holder(n + 5), 2),
                        Says.audit()));
        return sent;
    }

    /**
     * Messages that only the candidate knows, and that leave what the old version sees alone, by
     * those who send nothing else: their nonces may run ahead.
     */
    static List<Sent> newForms(long n) {
        return List.of(
                Sent.of("remarking " + holder(n), Says.remark(holder(n), "memo" + n)),
                Sent.of("remarking " + holder(n + 5), Says.remark(holder(n), "memo" + n)));
    }

    /** Nine hundred notes of one holder after three blocks; from SHADOW on, more with each. */
    static List<Sent> manyNotes(long n, Phase phase) {
        boolean more = phase == Phase.SHADOW || phase.hasTwoWorlds();
        int count = more ? MORE_NOTES : NOTES;
        long first = more ? 3 * NOTES + n * MORE_NOTES : n % 3 * NOTES;
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sent.add(Sent.of("zed", Says.write("zed", 10 + first + i, "note")));
        }
        return sent;
    }
}
