package theseus.module.governance.v2;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.sdk.AccountId;
import theseus.sdk.Context;
import theseus.sdk.Definition;
import theseus.sdk.Entry;
import theseus.sdk.Hash;
import theseus.sdk.Table;
import theseus.sdk.View;

/** Who voted what, and who remarked what. */
final class Ballots {
    /** Of one account on one proposal. */
    static final int MAX_REMARKS = 16;

    private static final AccountId FIRST = new AccountId(Hash.ZERO.bytes());

    public record BallotKey(long proposal, AccountId account) {}

    /** {@code reason} is the hash of what the member wrote; schema 2. */
    public record Ballot(Choice choice, long height, Optional<Hash> reason) {
        boolean isAlso(Version1.Ballot old) {
            return choice == old.choice() && height == old.height();
        }
    }

    /** The remarks of an account on a proposal are numbered from 0. */
    public record RemarkKey(long proposal, AccountId account, int number) {}

    public record Remark(Hash remark, long height) {}

    private final Table<BallotKey, Ballot> ballots =
            Table.of("ballots", BallotKey.class, Ballot.class).schema(2);
    private final Table<RemarkKey, Remark> remarks =
            Table.of("remarks", RemarkKey.class, Remark.class);

    void define(Definition module) {
        module.table(ballots)
                .table(remarks)
                .lens(Version1.BALLOTS, ballots, new Version1.BallotsLens());
    }

    /** A vote is final: what is certain must stay so. */
    void cast(Context context, long proposal, Choice choice, Optional<Hash> reason) {
        BallotKey key = new BallotKey(proposal, context.sender());
        context.require(context.get(ballots, key).isEmpty(), Governance.Refused.ALREADY_VOTED);
        context.put(ballots, key, new Ballot(choice, context.height(), reason));
    }

    void remark(Context context, long proposal, Hash remark) {
        AccountId author = context.sender();
        int number =
                context.range(
                                remarks,
                                new RemarkKey(proposal, author, 0),
                                new RemarkKey(proposal, author, MAX_REMARKS),
                                MAX_REMARKS)
                        .size();
        context.require(number < MAX_REMARKS, Governance.Refused.TOO_MANY_REMARKS);
        context.put(
                remarks,
                new RemarkKey(proposal, author, number),
                new Remark(remark, context.height()));
    }

    List<Governance.Cast> votes(View view, long proposal, Optional<AccountId> after, int limit) {
        List<Governance.Cast> votes = new ArrayList<>();
        for (Entry<BallotKey, Ballot> entry :
                view.range(
                        ballots,
                        new BallotKey(proposal, after.orElse(FIRST)),
                        new BallotKey(proposal + 1, FIRST),
                        limit + 1)) {
            AccountId account = entry.key().account();
            boolean seen = after.isPresent() && after.get().equals(account);
            if (!seen && votes.size() < limit) {
                votes.add(
                        new Governance.Cast(
                                account,
                                entry.value().choice(),
                                entry.value().height(),
                                entry.value().reason()));
            }
        }
        return votes;
    }

    List<Governance.Remarked> remarks(
            View view, long proposal, Optional<AccountId> after, int limit) {
        List<Governance.Remarked> listed = new ArrayList<>();
        RemarkKey from =
                after.isPresent()
                        ? new RemarkKey(proposal, after.get(), MAX_REMARKS)
                        : new RemarkKey(proposal, FIRST, 0);
        for (Entry<RemarkKey, Remark> entry :
                view.range(remarks, from, new RemarkKey(proposal + 1, FIRST, 0), limit)) {
            listed.add(
                    new Governance.Remarked(
                            entry.key().account(), entry.value().remark(), entry.value().height()));
        }
        return listed;
    }
}
