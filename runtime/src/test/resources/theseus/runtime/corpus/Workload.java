package corpus;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the meter's price is measured on: a hash loop, a token, big numbers. */
public final class Workload {
    record Account(long id) implements Comparable<Account> {
        @Override
        public int compareTo(Account other) {
            return Long.compare(id, other.id);
        }
    }

    record Balance(long amount) {
        Balance {
            if (amount < 0) {
                throw new IllegalArgumentException("negative");
            }
        }
    }

    sealed interface Order permits Transfer, Mint, Burn {}

    record Transfer(Account from, Account to, long amount) implements Order {}

    record Mint(Account to, long amount) implements Order {}

    record Burn(Account from, long amount) implements Order {}

    enum Answer {
        DONE,
        REFUSED
    }

    private Workload() {}

    static long hash() {
        long h = 1125899906842597L;
        for (int i = 0; i < 20_000; i++) {
            h = 31 * h + (i ^ (h >>> 13));
            if ((h & 7) == 0) {
                h += i;
            }
        }
        return h;
    }

    static long token() {
        Map<Account, Balance> balances = new TreeMap<>();
        List<String> log = new ArrayList<>();
        long seed = 42;
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            seed = seed * 6364136223846793005L + 1442695040888963407L;
            long a = (seed >>> 33) % 64;
            long b = (seed >>> 45) % 64;
            long amount = (seed >>> 20) % 1000;
            Order order =
                    switch (i % 4) {
                        case 0 -> new Mint(new Account(a), amount * 3);
                        case 1 -> new Burn(new Account(b), amount / 4);
                        default -> new Transfer(new Account(a), new Account(b), amount);
                    };
            if (apply(balances, order) == Answer.REFUSED) {
                refused++;
            }
            if (i % 64 == 0) {
                log.add("order " + i + " of " + a + ": " + refused);
            }
        }
        long sum = 0;
        for (Map.Entry<Account, Balance> entry : balances.entrySet()) {
            sum += entry.getValue().amount() * entry.getKey().id();
        }
        return sum + log.size() + refused;
    }

    private static Answer apply(Map<Account, Balance> balances, Order order) {
        return switch (order) {
            case Transfer(Account from, Account to, long amount) -> {
                if (take(balances, from, amount) == Answer.REFUSED) {
                    yield Answer.REFUSED;
                }
                give(balances, to, amount);
                yield Answer.DONE;
            }
            case Mint mint -> {
                give(balances, mint.to(), mint.amount());
                yield Answer.DONE;
            }
            case Burn burn -> take(balances, burn.from(), burn.amount());
        };
    }

    private static Answer take(Map<Account, Balance> balances, Account from, long amount) {
        long held = held(balances, from);
        if (held < amount) {
            return Answer.REFUSED;
        }
        balances.put(from, new Balance(held - amount));
        return Answer.DONE;
    }

    private static void give(Map<Account, Balance> balances, Account to, long amount) {
        balances.put(to, new Balance(Math.addExact(held(balances, to), amount)));
    }

    private static long held(Map<Account, Balance> balances, Account account) {
        return Optional.ofNullable(balances.get(account)).map(Balance::amount).orElse(0L);
    }

    static int big() {
        BigInteger n = BigInteger.valueOf(3);
        BigInteger m = BigInteger.ONE.shiftLeft(521).subtract(BigInteger.ONE);
        for (int i = 0; i < 500; i++) {
            n = n.multiply(n).add(BigInteger.valueOf(i)).mod(m);
        }
        return n.bitLength();
    }

    static int lists() {
        List<Integer> numbers = new ArrayList<>();
        int h = 7;
        for (int i = 0; i < 2000; i++) {
            h = h * 31 + i;
            numbers.add(h);
        }
        numbers.sort(null);
        int odd = 0;
        for (int n : numbers) {
            if ((n & 1) == 1) {
                odd++;
            }
        }
        return odd;
    }

    static int text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            text.append("line ").append(i).append(';');
        }
        String s = text.toString();
        int found = 0;
        for (int i = s.indexOf(';'); i >= 0; i = s.indexOf(';', i + 1)) {
            found += s.substring(Math.max(0, i - 3), i).equals("e 7") ? 2 : 1;
        }
        return found;
    }
}
