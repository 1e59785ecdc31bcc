package theseus.trials;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import theseus.model.Message;
import theseus.protocol.Plan;

/** Throws the moves of a random run: the same seed, the same moves. */
final class Dice {
    static final int VALIDATORS = 4;

    private static final int SENDERS = 16;
    private static final int MOST_SENDERS = 7;
    private static final int KEYS = 6;
    private static final List<String> INSTANCES = List.of("a", "b", "c", "r");
    private static final List<Long> AMOUNTS = List.of(0L, 1L, 3L, 7L, 11L, 13L, 50L, 120L, -4L);

    private final Random random;

    private Dice(long seed) {
        random = new Random(seed);
    }

    /** The moves of each block. */
    static List<List<Move>> blocks(long seed, int count) {
        Dice dice = new Dice(seed);
        List<List<Move>> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            blocks.add(dice.block());
        }
        return blocks;
    }

    private List<Move> block() {
        List<Move> moves = new ArrayList<>();
        List<Integer> senders = new ArrayList<>();
        for (int i = random.nextInt(MOST_SENDERS); i > 0; i--) {
            int sender = random.nextInt(SENDERS);
            // Once in a block: a rejected one would take the next one's nonce with it.
            if (!senders.contains(sender)) {
                senders.add(sender);
                moves.add(new Move.Send("s" + sender, messages()));
            }
        }
        govern(moves);
        for (int i = 0; i < VALIDATORS; i++) {
            if (oneIn(12)) {
                moves.add(new Move.Silent(i));
            }
        }
        if (oneIn(4)) {
            moves.add(new Move.Lie());
        }
        return moves;
    }

    private void govern(List<Move> moves) {
        if (oneIn(3)) {
            moves.add(open());
        }
        if (oneIn(2)) {
            moves.add(new Move.Approve(random.nextInt(3)));
        }
        if (oneIn(40)) {
            moves.add(new Move.Stop(random.nextInt(3)));
        }
        if (oneIn(30)) {
            moves.add(new Move.Trip(random.nextInt(3), 1 + random.nextInt(2)));
        }
        if (oneIn(10)) {
            moves.add(breaker());
        }
        if (oneIn(15)) {
            Move order = oneIn(2) ? breaker() : new Move.Stop(random.nextInt(3));
            moves.add(
                    new Move.Recover(
                            order, random.nextInt(VALIDATORS), 1 + random.nextInt(VALIDATORS)));
        }
    }

    private boolean oneIn(int count) {
        return random.nextInt(count) == 0;
    }

    private Move.Break breaker() {
        return new Move.Break(
                INSTANCES.get(random.nextInt(INSTANCES.size())),
                oneIn(2) ? Optional.empty() : Optional.of("Add"),
                oneIn(3));
    }

    private Move.Open open() {
        List<Move.Choice> choices = new ArrayList<>();
        do {
            choices.add(new Move.Choice(instance(), random.nextInt(1000), oneIn(2)));
        } while (choices.size() < 2 && oneIn(4));
        int kind = random.nextInt(8);
        boolean noCanary = kind < 2;
        return new Move.Open(choices, kind == 0, kind == 1, oneIn(4), oneIn(4), schedule(noCanary));
    }

    private String instance() {
        int pick = random.nextInt(8);
        return pick < 4 ? "a" : pick < 5 ? "b" : pick < 7 ? "c" : "r";
    }

    private Plan.Schedule schedule(boolean noCanary) {
        List<Plan.Step> canary = new ArrayList<>();
        for (int i = noCanary ? 0 : random.nextInt(3); i > 0; i--) {
            canary.addFirst(new Plan.Step(3000 * i, window()));
        }
        return new Plan.Schedule(
                4 + random.nextInt(6),
                4 + random.nextInt(6),
                4 + random.nextInt(8),
                1 + random.nextInt(3),
                8,
                window(),
                canary,
                window(),
                10,
                1000);
    }

    private Plan.Window window() {
        return new Plan.Window(
                1 + random.nextInt(6),
                random.nextInt(2) * 3000L,
                oneIn(8) ? 1 : 0,
                random.nextInt(3));
    }

    private List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        for (int i = oneIn(5) ? 2 : 1; i > 0; i--) {
            messages.add(message());
        }
        return messages;
    }

    private Message message() {
        int pick = random.nextInt(20);
        String instance = pick < 12 ? "a" : pick < 17 ? "b" : pick < 18 ? "c" : "r";
        if (instance.equals("r")) {
            return new Message("r", "Forward", key() + " " + amount());
        }
        if (oneIn(12)) {
            String memo = " m" + random.nextInt(3);
            return new Message(instance, "Put", 2, key() + " " + amount() + memo);
        }
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> new Message(instance, "Put", key() + " " + amount());
            case 3, 4, 5 -> new Message(instance, "Add", key() + " " + amount());
            case 6 -> new Message(instance, "Take", key());
            case 7 -> new Message(instance, "Tell", "");
            case 8 -> new Message(instance, "Boom", key());
            case 9 -> new Message(instance, "Mark", key() + " m" + random.nextInt(3));
            case 10 -> new Message(instance, "Hide", key());
            default -> new Message(instance, "Show", key());
        };
    }

    private String key() {
        return "k" + random.nextInt(KEYS);
    }

    private long amount() {
        return AMOUNTS.get(random.nextInt(AMOUNTS.size()));
    }
}
