package theseus.module.governance.v2;

import java.util.Optional;
import theseus.sdk.AccountId;
import theseus.sdk.Entry;
import theseus.sdk.Event;
import theseus.sdk.Hash;
import theseus.sdk.Lens;
import theseus.sdk.Message;
import theseus.sdk.Table;

/** What version 1 had in another shape, and how it looks in this one: no vote had a reason. */
final class Version1 {
    static final Table<Ballots.BallotKey, Ballot> BALLOTS =
            Table.of("ballots", Ballots.BallotKey.class, Ballot.class);

    private Version1() {}

    public record Ballot(Choice choice, long height) {}

    public record Vote(long proposal, Choice choice) implements Message {}

    public record Voted(long proposal, AccountId member, Choice choice) implements Event {}

    static Governance.Vote up(Vote old) {
        return new Governance.Vote(old.proposal(), old.choice(), Optional.empty());
    }

    static Governance.Voted up(Voted old) {
        return new Governance.Voted(old.proposal(), old.member(), old.choice(), Optional.empty());
    }

    /** A ballot is the same without its reason, so each vote counts in both versions. */
    static final class BallotsLens
            implements Lens.OfRecord<Ballots.BallotKey, Ballot, Ballots.BallotKey, Ballots.Ballot> {
        @Override
        public Entry<Ballots.BallotKey, Ballots.Ballot> up(
                Entry<Ballots.BallotKey, Ballot> old,
                Optional<Entry<Ballots.BallotKey, Ballots.Ballot>> previous) {
            Ballot ballot = old.value();
            Optional<Hash> reason = Optional.empty();
            if (previous.isPresent() && previous.get().value().isAlso(ballot)) {
                reason = previous.get().value().reason();
            }
            return new Entry<>(
                    old.key(), new Ballots.Ballot(ballot.choice(), ballot.height(), reason));
        }

        @Override
        public Down<Entry<Ballots.BallotKey, Ballot>> down(
                Entry<Ballots.BallotKey, Ballots.Ballot> current,
                Optional<Entry<Ballots.BallotKey, Ballot>> previous) {
            Ballots.Ballot ballot = current.value();
            return new Down.Is<>(
                    new Entry<>(current.key(), new Ballot(ballot.choice(), ballot.height())));
        }
    }
}
