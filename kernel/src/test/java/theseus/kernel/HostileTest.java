package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import theseus.kernel.Script.Op;
import theseus.kernel.spi.Host;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.ModuleRuntime;
import theseus.kernel.spi.ModuleRuntime.Admission;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.Sandbox;
import theseus.protocol.Descriptor;
import theseus.protocol.Receipt.Status;
import theseus.protocol.TrapKind;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** What comes from outside, and code that does not play by the rules. */
final class HostileTest {
    private final TestChain chain = new TestChain();

    @BeforeEach
    void start() {
        chain.with("a", ScriptModule.plain().requiring(), "b", Script.of())
                .with("b", ScriptModule.plain())
                .start();
    }

    /** Neither noise nor damaged transactions make the kernel throw or change a module's table. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void damagedSubmissionsAreRejected(long seed) {
        Random random = new Random(seed);
        List<Bytes> submissions = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            submissions.add(Bytes.wrap(noise));
            byte[] damaged =
                    chain.unsigned(1, 0, List.of(TestChain.message("a", new Op.Put(1, 1, 1))))
                            .encode()
                            .toArray();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            submissions.add(Bytes.wrap(damaged));
        }
        BlockInput block =
                new BlockInput(
                        chain.genesis.hash(),
                        1,
                        chain.timeMillis(),
                        Hash.ZERO,
                        TestChain.key(0),
                        submissions);
        BlockResult result = chain.kernel.execute(chain.state, block);
        for (Executed executed : result.executed()) {
            assertEquals(Status.Rejected.class, executed.receipt().status().getClass(), "" + seed);
        }
        assertEquals(0, result.changes().size());
        submissions.forEach(
                one ->
                        assertEquals(
                                false,
                                chain.kernel.check(chain.state, 1_001_000, one).accepted(),
                                "seed " + seed));
    }

    @Test
    void codeThatSwallowsATrapIsTrappedAllTheSame() {
        Kernel kernel = new Kernel(swallowing(), TestChain.SIGNATURES);
        Op call = new Op.Call(false, false, Script.of(new Op.Throw()));
        BlockResult result = kernel.execute(chain.state, chain.block(chain.tx(1, "a", call)));
        assertEquals(
                new Status.Trapped(0, "b", TrapKind.EXCEPTION, "Script.run: thrown"),
                result.executed().getFirst().receipt().status());
    }

    /** The scripted modules, but every trap that passes through one is told as a success. */
    private ModuleRuntime swallowing() {
        ModuleRuntime honest = ScriptModule.runtime(chain.versions);
        return artifact ->
                switch (honest.admit(artifact)) {
                    case Admission.Admitted(Descriptor descriptor, var loader) ->
                            new Admission.Admitted(descriptor, () -> new Swallowing(loader.open()));
                    case Admission.Rejected rejected -> rejected;
                };
    }

    private record Swallowing(Sandbox inner) implements Sandbox {
        @Override
        public Descriptor descriptor() {
            return inner.descriptor();
        }

        @Override
        public Outcome invoke(Invocation invocation, Host host, long gasLimit) {
            Outcome outcome = inner.invoke(invocation, host, gasLimit);
            boolean outermost = host.environment().caller().isEmpty();
            return outcome instanceof Outcome.Trapped && outermost
                    ? new Outcome.Returned(Bytes.EMPTY, outcome.gasUsed())
                    : outcome;
        }
    }
}
