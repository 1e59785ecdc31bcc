package theseus.trials;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/faulty-candidates.md} says of each candidate what stops it, as the tests assert it.
 * To write it anew: run this test with {@code -Dtheseus.write=true}.
 */
final class FaultyTableTest {
    private static final String HEAD =
            """
            # Candidates that are wrong, and what stops them

            Each row is a candidate that is wrong in one way: a module, compiled and packed into a JAR as an author would, and a plan for
            it. Where it is wrong it never counts: it is refused before anybody votes, or held, or taken back, and every transaction and
            every table of the version in force stays what it is on a chain that never heard of it. This page is written by
            `FaultyTableTest` from the list that the tests run, so it says what they assert.

            - `FaultyCandidatesTest` runs each on four validators in one thread: kernel, runtime and state, without a node.
            - `FaultyCandidatesOnANodeTest` runs each on a node that runs, with its engine, follower and statements. The code is staged
              in pieces, proposed, approved and watched over HTTP. A second node gets the same traffic and no plan. After each block
              the roots of all modules' tables, proven against the block's certificate, must be the second node's; receipts too,
              gas included. The candidate's own tables are not under the root before CANARY, and from then on hold what a reference
              says that knows neither kernel nor lens. Those marked * take hundreds of blocks or records: on a node they run with
              `-Dtheseus.long=true`.

            The version in force is `ledger` 1 in `trials/src/test/resources/modules`, the candidate that is right is `ledger` 2, and each
            of these is an edit of it or of the plan: see `FaultyCandidates`. What several validators, senders and proposers can do to a
            candidate that is right is another list: `GamingTest`.
            """;

    @Test
    void theTableSaysWhatTheTestsAssert() throws IOException {
        String text =
                HEAD
                        + section("Code that is not admitted", FaultyCandidates.notAdmitted())
                        + section("Plans that are not opened", FaultyPlans.notOpened())
                        + section("Lenses that carry wrongly", FaultyCandidates.carrying())
                        + section("Code that misbehaves", FaultyCandidates.misbehaving())
                        + section("Code that does something else", FaultyCandidates.different());
        Path page = Path.of(System.getProperty("theseus.home"), "docs", "faulty-candidates.md");
        if (Boolean.getBoolean("theseus.write")) {
            Files.writeString(page, text);
        }
        assertEquals(text, Files.exists(page) ? Files.readString(page) : "", page.toString());
    }

    private static String section(String title, List<Faulty> candidates) {
        StringBuilder text = new StringBuilder("\n## %s\n\n".formatted(title));
        text.append("| what is wrong | what stops it |\n|---|---|\n");
        for (Faulty one : candidates) {
            text.append(
                    "| %s%s | %s |\n".formatted(one, one.isLong() ? " *" : "", one.end().text()));
        }
        return text.toString();
    }
}
