package theseus.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.ModuleRuntime.Admission;
import theseus.kernel.spi.Sandbox;
import theseus.kernel.spi.StateView.Row;

/** What it takes to carry a record, beside what it takes to derive from it. No test: has a main. */
final class LensSpeed {
    private static final long GAS = 50_000_000;
    private static final int FAMILY = 100;

    private LensSpeed() {}

    public static void main(String[] args) {
        Sandbox notes = open(LensTest.NOTES.formatted("", ""));
        Row old = LensTest.old(7, "a note of ordinary length, as there are many");
        Row now = LensTest.now(7, "a note of ordinary length, as there are many", false, 3);
        Sandbox groups = open(LensTest.GROUPS.formatted(""));
        List<Row> items = new ArrayList<>();
        for (int i = 0; i < FAMILY; i++) {
            items.add(LensTest.item(1, i, "t" + i));
        }
        Row group = LensTest.group(1, items);
        for (int round = 0; round < 5; round++) {
            measure("derive", notes, new Invocation.Derive(0, now.key(), now.value(), true), 1);
            measure("up", notes, new Invocation.Up(0, List.of(old), List.of()), 1);
            measure("up, previous", notes, new Invocation.Up(0, List.of(old), List.of(now)), 1);
            measure("down", notes, new Invocation.Down(0, List.of(now), List.of(old)), 1);
            measure("family up", groups, new Invocation.Up(0, items, List.of(group)), FAMILY);
            measure("family down", groups, new Invocation.Down(0, List.of(group), items), FAMILY);
        }
    }

    private static Sandbox open(String body) {
        var packed = Packager.pack(Compiled.module("2.0.0", body)).orThrow();
        return ((Admission.Admitted) new BytecodeRuntime().admit(packed.artifact()))
                .loader()
                .open();
    }

    @SuppressWarnings("NullAway") // what is pure needs no host
    private static void measure(String what, Sandbox sandbox, Invocation invocation, int records) {
        int runs = 300_000 / records;
        long gas = 0;
        long start = System.nanoTime();
        for (int i = 0; i < runs; i++) {
            gas = sandbox.invoke(invocation, null, GAS).gasUsed();
        }
        double each = (System.nanoTime() - start) / (double) runs / records;
        System.out.printf(
                Locale.ROOT, "%-14s %8.0f ns a record, gas %d%n", what, each, gas / records);
    }
}
