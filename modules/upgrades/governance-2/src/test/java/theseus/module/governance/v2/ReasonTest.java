package theseus.module.governance.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static theseus.module.governance.v2.Constitution.NORTH;
import static theseus.module.governance.v2.Constitution.UNIVERSITY;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import theseus.module.governance.v2.Governance.Cast;
import theseus.module.governance.v2.Governance.Propose;
import theseus.module.governance.v2.Governance.Vote;
import theseus.module.governance.v2.Governance.Voted;
import theseus.module.governance.v2.Governance.VotesOf;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.testkit.Account;
import theseus.testkit.Chain;
import theseus.testkit.LensCheck;
import theseus.testkit.LensReport;
import theseus.testkit.Specification;

/** What version 2 adds: a vote may carry its reason. */
class ReasonTest {
    private final Chain chain = Chain.of(Governance.class, Constitution.genesis());
    private final Hash reason = new Hash(Account.named("reason").id().bytes());

    @Test
    void theSpecificationIsWhatRuns() {
        Specification.check(Governance.class, Path.of(""));
    }

    @Test
    void theLensKeepsItsLaws() {
        List<LensReport> reports =
                LensCheck.of(Governance.class)
                        .after(theseus.module.governance.Governance.class)
                        .run();
        assertEquals(1, reports.size());
        assertEquals(true, reports.getFirst().isReversible());
    }

    @Test
    void aVoteKeepsItsReason() {
        chain.send(
                        NORTH,
                        new Propose(
                                "other bounds",
                                new Action.SetParameters(Bytes.EMPTY),
                                Optional.empty()))
                .applied();
        Voted voted =
                chain.send(NORTH, new Vote(0, Choice.NO, Optional.of(reason)))
                        .applied()
                        .event(Voted.class);
        assertEquals(new Voted(0, NORTH.id(), Choice.NO, Optional.of(reason)), voted);
        chain.send(UNIVERSITY, new Version1.Vote(0, Choice.NO)).applied();
        for (Cast cast : chain.query(new VotesOf(0, Optional.empty(), 10)).votes()) {
            assertEquals(
                    cast.account().equals(NORTH.id()) ? Optional.of(reason) : Optional.empty(),
                    cast.reason());
        }
    }
}
