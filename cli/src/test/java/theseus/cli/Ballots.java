package theseus.cli;

import java.util.Optional;
import theseus.sdk.Hash;

/** A governance that counts votes and does nothing with them, as a source. */
final class Ballots {
    record Propose(String title, Optional<Hash> plan) implements theseus.sdk.Message {}

    static final String SOURCE =
            """
            package ballot;
            import java.util.*;
            import theseus.sdk.*;
            @ModuleInfo(name = "ballot", version = "1.0.0")
            public final class Ballot implements theseus.sdk.Module {
                public enum Choice { YES, NO, VETO, ABSTAIN }
                public record Propose(String title, Optional<Hash> plan) implements Message {}
                public record Vote(long proposal, Choice choice) implements Message {}
                public record Proposals(long from, int limit) implements Query<Page> {}
                public record RemarksOf(long proposal, Optional<AccountId> after, int limit) implements Query<Remarks> {}
                public record Proposal(String title, String kind, String status, Optional<Hash> plan, long yes, long others) {}
                public record Listed(long number, Proposal proposal) {}
                public record Page(List<Listed> proposals) {}
                public record Remarks(List<Hash> remarks) {}
                private final Table<Long, Proposal> proposals = Table.of("proposals", Long.class, Proposal.class);
                @Override public void define(Definition module) {
                    module.table(proposals)
                        .handles(Propose.class, this::propose)
                        .handles(Vote.class, this::vote)
                        .answers(Proposals.class, Page.class, this::page)
                        .answers(RemarksOf.class, Remarks.class, (view, query) -> new Remarks(List.of()));
                }
                private void propose(Context context, Propose message) {
                    long number = context.range(proposals, 0L, Long.MAX_VALUE, 100).size();
                    context.put(proposals, number, new Proposal(message.title(), "UPGRADE", "OPEN", message.plan(), 0, 0));
                }
                private void vote(Context context, Vote message) {
                    Proposal one = context.get(proposals, message.proposal()).get();
                    boolean yes = message.choice() == Choice.YES;
                    context.put(proposals, message.proposal(),
                        new Proposal(one.title(), one.kind(), one.status(), one.plan(),
                            one.yes() + (yes ? 1 : 0), one.others() + (yes ? 0 : 1)));
                }
                private Page page(View view, Proposals query) {
                    List<Listed> listed = new ArrayList<>();
                    for (Entry<Long, Proposal> entry : view.range(proposals, query.from(), Long.MAX_VALUE, query.limit())) {
                        listed.add(new Listed(entry.key(), entry.value()));
                    }
                    return new Page(listed);
                }
            }
            """;

    private Ballots() {}
}
