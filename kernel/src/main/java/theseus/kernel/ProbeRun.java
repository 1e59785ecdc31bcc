package theseus.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import theseus.kernel.spi.ModuleRuntime;
import theseus.kernel.spi.Outcome;
import theseus.protocol.Artifact;
import theseus.protocol.Descriptor;
import theseus.protocol.EventRecord;
import theseus.protocol.Genesis;
import theseus.protocol.Limits;
import theseus.protocol.MalformedException;
import theseus.protocol.Message;
import theseus.protocol.Probes;
import theseus.protocol.Probes.Expected;
import theseus.protocol.Probes.Probe;
import theseus.protocol.Probes.Step;
import theseus.protocol.Receipt;
import theseus.protocol.Receipt.Status;
import theseus.protocol.Schema;
import theseus.protocol.SchemaCodec;
import theseus.protocol.SignatureCheck;
import theseus.protocol.SigningKey;
import theseus.protocol.Transaction;
import theseus.protocol.Witness;
import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Runs the probes of an artifact: each on a chain of its own that has one instance, named after the
 * module, and begins with its genesis. A function of the artifact alone; what all of them use,
 * genesis included, is bounded by {@link Probes#MAX_GAS}, but for the last step.
 */
public final class ProbeRun {
    private static final long GENESIS_MILLIS = 1_000_000_000_000L;
    private static final long BLOCK_MILLIS = 1_000;
    private static final int MAX_SHOWN = 200;
    private static final Witness UNSIGNED = new Witness(Optional.empty(), List.of());
    private static final SigningKey VALIDATOR = Probes.key("validator");

    private final ModuleRuntime runtime;
    private final Artifact artifact;
    private final Descriptor descriptor;
    private long gasLeft = Probes.MAX_GAS;

    /**
     * What became of a probe.
     *
     * @param failure why it failed, with the step; empty when all came as expected
     * @param messages types of the messages that it sent, each once
     */
    public record Probed(String name, Optional<String> failure, SortedSet<String> messages) {}

    private ProbeRun(ModuleRuntime runtime, Artifact artifact, Descriptor descriptor) {
        this.runtime = runtime;
        this.artifact = artifact;
        this.descriptor = descriptor;
    }

    /**
     * All probes of an artifact that the runtime admits, in order; none when it has none.
     *
     * @throws IllegalArgumentException when it has no descriptor
     * @throws MalformedException when what stands there are no probes
     */
    public static List<Probed> of(ModuleRuntime runtime, Artifact artifact) {
        Optional<Bytes> encoded = Optional.ofNullable(artifact.entries().get(Artifact.PROBES));
        if (encoded.isEmpty()) {
            return List.of();
        }
        Descriptor descriptor =
                artifact.descriptor()
                        .orElseThrow(
                                () -> new IllegalArgumentException("no descriptor in " + artifact));
        ProbeRun run = new ProbeRun(runtime, artifact, descriptor);
        List<Probed> probed = new ArrayList<>();
        for (Probe probe : Probes.decode(encoded.get()).probes()) {
            probed.add(run.run(probe));
        }
        return List.copyOf(probed);
    }

    private Probed run(Probe probe) {
        TreeSet<String> messages = new TreeSet<>();
        for (Step step : probe.steps()) {
            if (step instanceof Step.Send send) {
                messages.add(send.message());
            }
        }
        return new Probed(probe.name(), failure(probe), messages);
    }

    private Optional<String> failure(Probe probe) {
        if (!descriptor.requires().isEmpty()) {
            return Optional.of(
                    "the module requires "
                            + descriptor.requires().getFirst().shape().name()
                            + " of another one, and probes run on a module alone");
        }
        if (gasLeft <= 0) {
            return Optional.of(
                    "those before it use more than %d gas together; make them smaller"
                            .formatted(Probes.MAX_GAS));
        }
        Kernel kernel = new Kernel(runtime, SignatureCheck.jdk()::verify);
        Genesis genesis = genesis(probe);
        Run run;
        try {
            run = new Run(kernel, genesis);
        } catch (GenesisRefused refused) {
            return Optional.of("its genesis: " + refused.getMessage());
        }
        for (int i = 0; i < probe.steps().size(); i++) {
            Optional<String> wrong = run.step(probe.steps().get(i));
            if (wrong.isPresent()) {
                return Optional.of(
                        "step %d, %s: %s"
                                .formatted(i + 1, what(probe.steps().get(i)), wrong.get()));
            }
            if (gasLeft <= 0) {
                return Optional.of(
                        "step %d: the probes together use more than %d gas; make them smaller"
                                .formatted(i + 1, Probes.MAX_GAS));
            }
        }
        return Optional.empty();
    }

    private Genesis genesis(Probe probe) {
        return new Genesis(
                "probe",
                Kernel.PROTOCOL_VERSION,
                GENESIS_MILLIS,
                Genesis.Parameters.DEFAULT,
                List.of(new Genesis.Validator(VALIDATOR.publicKey(), 1)),
                List.of(
                        new Genesis.Instance(
                                descriptor.module(),
                                artifact.hash(),
                                probe.genesis(),
                                List.of(),
                                descriptor.needs())));
    }

    private static String what(Step step) {
        return switch (step) {
            case Step.Send send -> send.message() + " from " + send.from();
            case Step.Ask ask -> "query " + ask.query();
            case Step.Pass pass -> pass.millis() + " ms pass";
        };
    }

    /** One probe's chain. */
    private final class Run {
        private final Kernel kernel;
        private final Hash chain;
        private final Fold state = new Fold(new EmptyState());
        private final Map<String, Long> nonces = new TreeMap<>();
        private Hash parent;
        private long height;
        private long timeMillis = GENESIS_MILLIS;

        Run(Kernel kernel, Genesis genesis) {
            this.kernel = kernel;
            this.chain = genesis.hash();
            this.parent = chain;
            GenesisBuilder beginning =
                    kernel.beginning(genesis, new TreeMap<>(Map.of(artifact.hash(), artifact)));
            state.apply(beginning.build());
            gasLeft -= beginning.gasUsed();
        }

        Optional<String> step(Step step) {
            return switch (step) {
                case Step.Send send -> send(send);
                case Step.Ask ask -> ask(ask);
                case Step.Pass pass -> {
                    block(pass.millis(), List.of());
                    yield Optional.empty();
                }
            };
        }

        private Optional<String> send(Step.Send send) {
            Transaction transaction = transaction(send);
            BlockResult result = block(BLOCK_MILLIS, List.of(transaction.encode()));
            Receipt receipt = result.executed().getFirst().receipt();
            if (!(receipt.status() instanceof Status.Rejected)) {
                nonces.merge(send.from(), 1L, Long::sum);
            }
            return switch (send.expected()) {
                case Expected.Applied() ->
                        receipt.status() instanceof Status.Applied
                                ? Optional.empty()
                                : differs("be applied", outcome(receipt.status()));
                case Expected.Emits(List<Probes.Emitted> events) ->
                        receipt.status() instanceof Status.Applied
                                ? events(events, receipt.events())
                                : differs("be applied", outcome(receipt.status()));
                case Expected.Refused(String code) ->
                        code(receipt.status()).equals(Optional.of(code))
                                ? Optional.empty()
                                : differs("be refused with " + code, outcome(receipt.status()));
                case Expected.Answers _ -> throw new IllegalStateException(send.toString());
            };
        }

        private Transaction transaction(Step.Send send) {
            SigningKey key = Probes.key(send.from());
            long nonce = nonces.getOrDefault(send.from(), 0L);
            Transaction unsigned =
                    new Transaction(
                            chain,
                            new AccountId(Probes.account(send.from())),
                            nonce,
                            timeMillis + 2 * BLOCK_MILLIS,
                            Limits.MAX_TRANSACTION_GAS,
                            List.of(
                                    new Message(
                                            descriptor.module(),
                                            send.message(),
                                            send.form(),
                                            send.body())),
                            UNSIGNED);
            return unsigned.withWitness(
                    new Witness(
                            Optional.of(AccountKeys.single(key.publicKey())),
                            List.of(
                                    new Witness.KeySignature(
                                            0, key.sign(unsigned.signingBytes())))));
        }

        private BlockResult block(long later, List<Bytes> submissions) {
            height++;
            timeMillis += later;
            BlockInput block =
                    new BlockInput(
                            chain, height, timeMillis, parent, VALIDATOR.publicKey(), submissions);
            BlockResult result = kernel.execute(state, block);
            state.apply(result.changes());
            for (Receipt receipt : result.receipts()) {
                gasLeft -= receipt.gasUsed();
            }
            return result;
        }

        private Optional<String> ask(Step.Ask ask) {
            Outcome outcome =
                    kernel.query(
                            state,
                            height,
                            timeMillis,
                            descriptor.module(),
                            ask.query(),
                            ask.body());
            gasLeft -= outcome.gasUsed();
            return switch (outcome) {
                case Outcome.Returned(Bytes value, long _) ->
                        ask.expected().equals(new Expected.Answers(value))
                                ? Optional.empty()
                                : differs(expected(ask), "was answered " + shown(ask, value));
                case Outcome.Refused(String code, long _) ->
                        ask.expected().equals(new Expected.Refused(code))
                                ? Optional.empty()
                                : differs(expected(ask), "was refused with " + code);
                case Outcome.Trapped trapped ->
                        differs(
                                expected(ask),
                                "trapped, " + trapped.kind() + ": " + trapped.reason());
                case Outcome.Derived _, Outcome.Carried _ ->
                        throw new IllegalStateException(outcome.toString());
            };
        }

        private String expected(Step.Ask ask) {
            return switch (ask.expected()) {
                case Expected.Refused(String code) -> "be refused with " + code;
                case Expected.Answers(Bytes value) -> "be answered " + shown(ask, value);
                case Expected.Applied _, Expected.Emits _ ->
                        throw new IllegalStateException(ask.toString());
            };
        }
    }

    private Optional<String> events(List<Probes.Emitted> expected, List<EventRecord> told) {
        List<String> wanted = expected.stream().map(one -> shown(one.event(), one.body())).toList();
        List<String> found =
                told.stream()
                        .filter(event -> event.instance().equals(descriptor.module()))
                        .map(event -> shown(event.name(), event.body()))
                        .toList();
        boolean same =
                expected.equals(
                        told.stream()
                                .filter(event -> event.instance().equals(descriptor.module()))
                                .map(event -> new Probes.Emitted(event.name(), event.body()))
                                .toList());
        return same ? Optional.empty() : differs("tell " + wanted, "it told " + found);
    }

    private static Optional<String> differs(String expected, String was) {
        return Optional.of("it should " + expected + ", but " + was);
    }

    private static Optional<String> code(Status status) {
        return switch (status) {
            case Status.Refused(int _, String _, String code) -> Optional.of(code);
            case Status.Rejected(String code) -> Optional.of(code);
            case Status.Applied _, Status.Trapped _ -> Optional.empty();
        };
    }

    private static String outcome(Status status) {
        return switch (status) {
            case Status.Applied() -> "it was applied";
            case Status.Refused(int _, String _, String code) -> "it was refused with " + code;
            case Status.Trapped(int _, String _, var kind, String reason) ->
                    "it trapped, " + kind + ": " + reason;
            case Status.Rejected(String code) -> "the kernel rejected it with " + code;
        };
    }

    private String shown(String event, Bytes body) {
        return event
                + " "
                + descriptor.events().stream()
                        .filter(shape -> shape.name().equals(event))
                        .findFirst()
                        .map(shape -> plain(shape.body(), body))
                        .orElse(body.hex());
    }

    private String shown(Step.Ask ask, Bytes value) {
        return descriptor.queries().stream()
                .filter(shape -> shape.name().equals(ask.query()))
                .findFirst()
                .map(shape -> plain(shape.result(), value))
                .orElse(value.hex());
    }

    private static String plain(Schema schema, Bytes value) {
        String text;
        try {
            text = String.valueOf(SchemaCodec.decode(schema, value));
        } catch (MalformedException e) {
            text = value.hex();
        }
        return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
    }
}
