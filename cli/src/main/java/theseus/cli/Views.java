package theseus.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import theseus.kernel.KernelTables;
import theseus.kernel.spi.StateView;
import theseus.protocol.Artifact;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/** Ways to look at a state. */
final class Views {
    private static final int PAGE_ROWS = 1_000;
    private static final Bytes ZERO = Bytes.wrap(new byte[1]);

    private Views() {}

    /** As if {@code artifact} were on chain. */
    static StateView with(StateView state, Artifact artifact) {
        Bytes key = KernelTables.key(artifact.hash());
        Bytes encoding = artifact.encode();
        return new StateView() {
            @Override
            public Optional<Bytes> get(TableId table, Bytes asked) {
                return table.equals(KernelTables.ARTIFACTS) && asked.equals(key)
                        ? Optional.of(encoding)
                        : state.get(table, asked);
            }

            @Override
            public List<Row> range(TableId table, Bytes from, Optional<Bytes> to, int limit) {
                return state.range(table, from, to, limit);
            }
        };
    }

    /** Every record of a table, in order. */
    static void each(StateView state, TableId table, Consumer<StateView.Row> action) {
        Bytes from = Bytes.EMPTY;
        while (true) {
            List<StateView.Row> page =
                    new ArrayList<>(state.range(table, from, Optional.empty(), PAGE_ROWS));
            page.forEach(action);
            if (page.size() < PAGE_ROWS) {
                return;
            }
            from = page.getLast().key().concat(ZERO);
        }
    }
}
