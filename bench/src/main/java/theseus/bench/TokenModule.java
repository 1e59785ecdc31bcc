package theseus.bench;

import java.util.TreeMap;
import theseus.sdk.Context;
import theseus.sdk.Definition;
import theseus.sdk.Event;
import theseus.sdk.Message;
import theseus.sdk.Module;
import theseus.sdk.ModuleInfo;

/**
 * What a token's code does between reads and writes: looks accounts up, checks, computes, makes
 * records. The same class runs plainly and in a sandbox; see {@link MeterBenchmark}.
 */
@ModuleInfo(name = "token", version = "1.0.0")
public final class TokenModule implements Module {
    static final int ACCOUNTS = 512;

    public record Run(long seed, int transfers) implements Message {}

    public record Ran(long checksum) implements Event {}

    /** An account of the workload. */
    record Holding(int owner, long amount, long nonce) {
        Holding spend(long spent) {
            return new Holding(owner, Math.subtractExact(amount, spent), nonce + 1);
        }

        Holding receive(long received) {
            return new Holding(owner, Math.addExact(amount, received), nonce);
        }
    }

    @Override
    public void define(Definition module) {
        module.handles(Run.class, TokenModule::run);
    }

    private static void run(Context context, Run run) {
        context.emit(new Ran(simulate(run.seed(), run.transfers())));
    }

    /** Pure; the checksum keeps the work from being optimised away. */
    static long simulate(long seed, int transfers) {
        TreeMap<Integer, Holding> holdings = new TreeMap<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            holdings.put(i, new Holding(i, 1_000_000, 0));
        }
        long state = seed;
        long refused = 0;
        for (int i = 0; i < transfers; i++) {
            state = next(state);
            int from = index(state);
            state = next(state);
            int to = index(state);
            long amount = (state >>> 40) + 1;
            Holding payer = holdings.get(from);
            if (payer == null || payer.amount() < amount) {
                refused++;
                continue;
            }
            holdings.put(from, payer.spend(amount));
            Holding payee = holdings.get(to);
            if (payee != null) {
                holdings.put(to, payee.receive(amount));
            }
        }
        long checksum = refused;
        for (int i = 0; i < ACCOUNTS; i++) {
            Holding holding = holdings.get(i);
            if (holding != null) {
                checksum = checksum * 31 + holding.amount() + holding.nonce();
            }
        }
        return checksum;
    }

    /** A linear congruential step (Knuth's MMIX constants). */
    private static long next(long state) {
        return state * 6364136223846793005L + 1442695040888963407L;
    }

    private static int index(long state) {
        return (int) ((state >>> 33) % ACCOUNTS);
    }
}
