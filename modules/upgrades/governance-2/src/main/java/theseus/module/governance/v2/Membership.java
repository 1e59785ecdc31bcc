package theseus.module.governance.v2;

import java.util.ArrayList;
import java.util.List;
import theseus.sdk.AccountId;
import theseus.sdk.Context;
import theseus.sdk.Definition;
import theseus.sdk.Entry;
import theseus.sdk.Hash;
import theseus.sdk.Singleton;
import theseus.sdk.Table;
import theseus.sdk.View;

/**
 * The groups in force, and every version of a group that there ever was: a vote counts by the
 * version under which it was opened. Versions are numbered across all groups.
 */
final class Membership {
    static final int MAX_GROUPS = 16;

    private static final int SCANNED_PER_BLOCK = 1;
    private static final AccountId FIRST = new AccountId(Hash.ZERO.bytes());

    /** The groups in force by name, and how many versions there were. */
    public record Roster(int versions, List<InForce> groups) {}

    public record InForce(String name, int version) {}

    /** A member in a version of a group. */
    public record Seat(int version, AccountId account) {}

    public record Weight(long weight) {}

    private final Table<Singleton, Roster> roster =
            Table.of("roster", Singleton.class, Roster.class);
    private final Table<Integer, Standing> groups =
            Table.of("groups", Integer.class, Standing.class);
    private final Table<Seat, Weight> seats = Table.of("seats", Seat.class, Weight.class);

    void define(Definition module) {
        module.table(roster)
                .table(groups)
                .table(seats)
                .scanInvariant("weightsAddUp", groups, SCANNED_PER_BLOCK, this::weightsAddUp);
    }

    /** Puts {@code group} in force, in the place of the one with its name; answers its version. */
    int set(Context context, Group group) {
        Roster before = roster(context);
        int version = before.versions() + 1;
        List<InForce> others = without(before, group.name());
        int place = 0;
        while (place < others.size() && others.get(place).name().compareTo(group.name()) < 0) {
            place++;
        }
        others.add(place, new InForce(group.name(), version));
        context.put(roster, Singleton.KEY, new Roster(version, others));
        context.put(groups, version, Standing.of(group, version));
        for (Group.Member member : group.members()) {
            context.put(seats, new Seat(version, member.account()), new Weight(member.weight()));
        }
        return version;
    }

    void remove(Context context, String name) {
        Roster before = roster(context);
        context.put(roster, Singleton.KEY, new Roster(before.versions(), without(before, name)));
    }

    /** The groups in force, by name. */
    List<Standing> standings(View view) {
        List<Standing> standings = new ArrayList<>();
        for (InForce group : roster(view).groups()) {
            standings.add(view.get(groups, group.version()).get());
        }
        return standings;
    }

    /** The weight of {@code account} in a version of a group; 0 when it is no member. */
    long weight(View view, int version, AccountId account) {
        return view.get(seats, new Seat(version, account)).orElse(new Weight(0)).weight();
    }

    /** Whether {@code account} is in any group in force. */
    boolean isMember(View view, AccountId account) {
        for (InForce group : roster(view).groups()) {
            if (weight(view, group.version(), account) > 0) {
                return true;
            }
        }
        return false;
    }

    Group group(View view, Standing standing) {
        List<Group.Member> members = new ArrayList<>();
        for (Entry<Seat, Weight> seat : seats(view, standing.version())) {
            members.add(new Group.Member(seat.key().account(), seat.value().weight()));
        }
        return new Group(
                standing.name(),
                members,
                standing.quorumBasisPoints(),
                standing.thresholdBasisPoints(),
                standing.vetoBasisPoints());
    }

    Standing version(View view, int version) {
        return view.get(groups, version, Governance.Refused.UNKNOWN_GROUP);
    }

    private Roster roster(View view) {
        return view.get(roster, Singleton.KEY).orElse(new Roster(0, List.of()));
    }

    private static List<InForce> without(Roster roster, String name) {
        List<InForce> others = new ArrayList<>();
        for (InForce group : roster.groups()) {
            if (!group.name().equals(name)) {
                others.add(group);
            }
        }
        return others;
    }

    private List<Entry<Seat, Weight>> seats(View view, int version) {
        return view.range(
                seats, new Seat(version, FIRST), new Seat(version + 1, FIRST), Group.MAX_MEMBERS);
    }

    private boolean weightsAddUp(View view, int version, Standing standing) {
        long weight = 0;
        List<Entry<Seat, Weight>> all = seats(view, version);
        for (Entry<Seat, Weight> seat : all) {
            weight += seat.value().weight();
        }
        return weight == standing.weight() && all.size() == standing.members();
    }
}
