package theseus.module.governance.v2;

import java.util.ArrayList;
import java.util.List;
import theseus.sdk.Context;
import theseus.sdk.Definition;
import theseus.sdk.Singleton;
import theseus.sdk.Table;
import theseus.sdk.View;

/**
 * The policy in force. Groups change through it, since a policy is whole only with the groups that
 * it names. What cannot be done is refused before anything is written.
 */
final class PolicyBook {
    private final Table<Singleton, Rules> policy = Table.of("policy", Singleton.class, Rules.class);
    private final Membership membership;

    PolicyBook(Membership membership) {
        this.membership = membership;
    }

    void define(Definition module) {
        module.table(policy);
    }

    Rules policy(View view) {
        return view.get(policy, Singleton.KEY).get();
    }

    void check(View view, Rules rules) {
        requireWhole(view, rules, membership.standings(view));
    }

    void set(Context context, Rules rules) {
        check(context, rules);
        context.put(policy, Singleton.KEY, rules);
        context.emit(new Governance.PolicySet());
    }

    void checkGroup(View view, Group group) {
        view.require(group.isWellFormed(), Governance.Refused.GROUP_MALFORMED);
        List<Standing> after = without(view, group.name());
        view.require(after.size() < Membership.MAX_GROUPS, Governance.Refused.TOO_MANY_GROUPS);
        after.add(Standing.of(group, 0));
        requireWhole(view, policy(view), after);
    }

    void setGroup(Context context, Group group) {
        checkGroup(context, group);
        int version = membership.set(context, group);
        context.emit(new Governance.GroupSet(group.name(), version));
    }

    void checkRemoval(View view, String name) {
        view.require(
                without(view, name).size() < membership.standings(view).size(),
                Governance.Refused.UNKNOWN_GROUP);
        for (Rule rule : policy(view).rules()) {
            view.require(!rule.groups().contains(name), Governance.Refused.GROUP_IN_USE);
        }
    }

    void removeGroup(Context context, String name) {
        checkRemoval(context, name);
        membership.remove(context, name);
        context.emit(new Governance.GroupRemoved(name));
    }

    private static void requireWhole(View view, Rules rules, List<Standing> standings) {
        rules.problem(standings)
                .ifPresent(
                        problem -> {
                            throw view.refuse(problem);
                        });
    }

    private List<Standing> without(View view, String name) {
        List<Standing> others = new ArrayList<>();
        for (Standing standing : membership.standings(view)) {
            if (!standing.name().equals(name)) {
                others.add(standing);
            }
        }
        return others;
    }
}
