package theseus.trials;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import theseus.kernel.BlockInput;
import theseus.kernel.BlockResult;
import theseus.kernel.Executed;
import theseus.kernel.Kernel;
import theseus.kernel.KernelTables;
import theseus.kernel.PlanRecord;
import theseus.kernel.Plans;
import theseus.kernel.spi.ModuleRuntime;
import theseus.kernel.spi.SignatureScheme;
import theseus.kernel.spi.StateView;
import theseus.protocol.Accounts;
import theseus.protocol.Artifact;
import theseus.protocol.Genesis;
import theseus.protocol.Limits;
import theseus.protocol.Message;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.Receipt;
import theseus.protocol.RecordCodec;
import theseus.protocol.Sha256;
import theseus.protocol.SigningKey;
import theseus.protocol.Statement;
import theseus.protocol.TableId;
import theseus.protocol.Transaction;
import theseus.protocol.Witness;
import theseus.runtime.BytecodeRuntime;
import theseus.runtime.Packing;
import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;
import theseus.state.VersionedState;
import theseus.storage.memory.MemoryStorage;
import theseus.testkit.InstantFollower;

/**
 * A chain of several validators in one thread: the real kernel, runtime and state, no node. All
 * validators see the same blocks; what each says is up to its {@link Voice}. Signatures are not
 * checked, so that thousands of blocks take seconds.
 */
final class Rig implements AutoCloseable {
    static final long BLOCK_MILLIS = 1000;

    private static final int HISTORY_BLOCKS = 50;
    private static final int PIECE_BYTES = 48 * 1024;
    private static final Bytes SIGNATURE = Bytes.wrap(new byte[64]);
    private static final BytecodeRuntime RUNTIME = new BytecodeRuntime();
    private static final Map<String, AccountKeys> KEYS = new HashMap<>();

    /** An instance of the first module set. */
    record Installed(String instance, String source, Bytes document, List<Genesis.Binding> bound) {
        static Installed of(String instance, String source) {
            return new Installed(instance, source, Bytes.EMPTY, List.of());
        }
    }

    /** What a validator states after a block; an honest one says what it saw. */
    interface Voice {
        /** Empty to be silent. */
        Optional<Statement.Body> says(int validator, Statement.Body honest);
    }

    /** What a validator put into the next block. */
    record Said(Hash id, int validator, Statement.Body body) {}

    final Kernel kernel;
    final VersionedState state;
    final Hash chain;
    final List<PublicKey> validators = new ArrayList<>();
    private final InstantFollower following;
    private final List<Bytes> next = new ArrayList<>();
    private final List<Said> said = new ArrayList<>();
    private final Map<Long, Hash> parents = new HashMap<>();
    private final Map<String, Long> nonces = new HashMap<>();
    private Voice voice = (validator, honest) -> Optional.of(honest);
    private Hash parent = Hash.ZERO;
    private long timeMillis = 1_000_000;
    private int turn;
    private int proposer;
    private int proposers;
    private BlockResult last =
            new BlockResult(
                    theseus.kernel.spi.ChangeSet.EMPTY, List.of(), List.of(), List.of(), List.of());

    Rig(int validatorCount, List<Installed> instances) {
        kernel = new Kernel(RUNTIME, trusting());
        state = VersionedState.open(new MemoryStorage(), HISTORY_BLOCKS);
        for (int i = 0; i < validatorCount; i++) {
            validators.add(key("validator" + i).keys().getFirst());
        }
        proposers = validatorCount;
        Map<Hash, Artifact> artifacts = new TreeMap<>();
        List<Genesis.Instance> installed = new ArrayList<>();
        for (Installed one : instances) {
            Packing.Packed packed = Compiled.packed(one.source());
            artifacts.put(packed.artifact().hash(), packed.artifact());
            installed.add(
                    new Genesis.Instance(
                            one.instance(),
                            packed.artifact().hash(),
                            one.document(),
                            one.bound(),
                            packed.descriptor().needs()));
        }
        Genesis genesis =
                new Genesis(
                        "trials",
                        Kernel.PROTOCOL_VERSION,
                        timeMillis,
                        Genesis.Parameters.DEFAULT,
                        validators.stream().map(one -> new Genesis.Validator(one, 1)).toList(),
                        installed);
        chain = genesis.hash();
        state.commit(state.stage(0, kernel.genesis(genesis, artifacts)), List.of());
        following = new InstantFollower(kernel, state);
    }

    /** Council, ledger and a shop that is paid through the ledger. */
    static Rig ledger(int validatorCount) {
        return new Rig(validatorCount, ledgerInstances());
    }

    static List<Installed> ledgerInstances() {
        return List.of(
                Installed.of(Says.COUNCIL, Compiled.source("council-1")),
                new Installed(
                        Says.LEDGER,
                        Compiled.source("ledger-1"),
                        RecordCodec.encodeRecord(new Says.Genesis(1_000_000)),
                        List.of()),
                new Installed(
                        Says.SHOP,
                        Compiled.source("shop-1"),
                        Bytes.EMPTY,
                        List.of(new Genesis.Binding("payments", Says.LEDGER))));
    }

    /** Only so many of the validators propose from now on. */
    void proposers(int count) {
        proposers = count;
    }

    void voice(Voice other) {
        voice = other;
    }

    /** Puts a transaction into the next block. */
    Hash send(String sender, Message... messages) {
        return send(sender, Limits.MAX_TRANSACTION_GAS, messages);
    }

    Hash send(String sender, long gasLimit, Message... messages) {
        AccountKeys keys = key(sender);
        long nonce = nonces.merge(sender, 1L, Long::sum) - 1;
        Transaction transaction =
                new Transaction(
                        chain,
                        account(sender),
                        nonce,
                        timeMillis + 60_000,
                        gasLimit,
                        List.of(messages),
                        new Witness(
                                Optional.of(keys),
                                List.of(new Witness.KeySignature(0, SIGNATURE))));
        next.add(transaction.encode());
        return transaction.id();
    }

    /** Puts a statement into the next block. */
    Hash state(int validator, Statement.Body body) {
        long height = state.height() + 1;
        Statement statement =
                new Statement(
                        chain,
                        validators.get(validator),
                        height,
                        height + 5,
                        kernel.modules(state.head()).hash(),
                        body,
                        SIGNATURE);
        next.add(statement.encode());
        said.add(new Said(statement.id(), validator, body));
        return statement.id();
    }

    /** One block of all that was sent, by the next proposer; then followers and validators work. */
    Map<Hash, Receipt> block() {
        List<Bytes> submissions = List.copyOf(next);
        next.clear();
        said.clear();
        long height = state.height() + 1;
        timeMillis += BLOCK_MILLIS;
        proposer = turn++ % proposers;
        BlockInput block =
                new BlockInput(
                        chain, height, timeMillis, parent, validators.get(proposer), submissions);
        parents.put(height, parent);
        StateView before = following.base();
        last = kernel.execute(before, block);
        state.commit(state.stage(height, last.changes()), List.of());
        parent = Sha256.of("trials/header", state.root().bytes());
        Map<Hash, Receipt> receipts = new HashMap<>();
        for (Executed executed : last.executed()) {
            receipts.put(executed.receipt().submission(), executed.receipt());
        }
        for (Bytes submission : submissions) {
            uncount(submission, receipts);
        }
        following.follow(before, block, last);
        speak();
        return receipts;
    }

    private void uncount(Bytes submission, Map<Hash, Receipt> receipts) {
        if (theseus.protocol.Submission.decode(submission) instanceof Transaction transaction
                && receipts.get(transaction.id()).status() instanceof Receipt.Status.Rejected) {
            KEYS.keySet().stream()
                    .filter(name -> account(name).equals(transaction.sender()))
                    .findFirst()
                    .ifPresent(name -> nonces.merge(name, -1L, Long::sum));
        }
    }

    private void speak() {
        for (Plans.Standing plan : Plans.read(state.head()).active()) {
            Optional<Statement.Body> honest =
                    plan.phase() == Phase.READY
                            ? ready(plan)
                            : plan.phase().isFollowed()
                                    ? following.report(plan.id())
                                    : Optional.empty();
            for (int i = 0; i < validators.size() && honest.isPresent(); i++) {
                int validator = i;
                voice.says(validator, honest.get()).ifPresent(body -> state(validator, body));
            }
        }
    }

    /** As a node prepares: what is not admitted by the runtime makes it state a trip. */
    private Optional<Statement.Body> ready(Plans.Standing plan) {
        if (plan.record().sinceHeight() != state.height() + 1) {
            return Optional.empty();
        }
        for (Plan.Action action : plan.record().plan().actions()) {
            Optional<Hash> brought =
                    switch (action) {
                        case Plan.Action.Upgrade upgrade -> Optional.of(upgrade.to());
                        case Plan.Action.Install install -> Optional.of(install.artifact());
                        case Plan.Action.Retire retire -> Optional.empty();
                    };
            if (brought.isPresent()
                    && RUNTIME.admit(artifact(brought.get()))
                            instanceof ModuleRuntime.Admission.Rejected) {
                return Optional.of(new Statement.Body.Trip(plan.id(), "it is not admissible"));
            }
        }
        return Optional.of(
                new Statement.Body.Ready(
                        plan.id(), Sha256.of("trials/prepared", plan.id().bytes())));
    }

    private Artifact artifact(Hash hash) {
        return Artifact.decode(
                state.head().get(KernelTables.ARTIFACTS, KernelTables.key(hash)).orElseThrow());
    }

    /** Statements of the next block, so far. */
    List<Said> said() {
        return List.copyOf(said);
    }

    /** What a header says of the one before: the salt of a canary step that begins there. */
    Hash parent(long height) {
        return Optional.ofNullable(parents.get(height)).orElseThrow();
    }

    long timeMillis() {
        return timeMillis;
    }

    /** Who proposed the last block. */
    int proposer() {
        return proposer;
    }

    BlockResult last() {
        return last;
    }

    /** Sends an artifact piece by piece. */
    void stage(Artifact artifact) {
        Bytes encoding = artifact.encode();
        int count = Math.max(1, (encoding.size() + PIECE_BYTES - 1) / PIECE_BYTES);
        for (int i = 0; i < count; i++) {
            int end = Math.min(encoding.size(), (i + 1) * PIECE_BYTES);
            Bytes piece = encoding.slice(i * PIECE_BYTES, end);
            send(
                    Says.COUNCIL,
                    Message.of(Says.COUNCIL, new Says.Stage(artifact.hash(), i, count, piece)));
        }
    }

    /** Opens a plan; the receipt says what was wrong with it. */
    Receipt open(Plan plan) {
        Hash id =
                send(
                        Says.COUNCIL,
                        Message.of(Says.COUNCIL, new Says.Propose(plan.encode(), plan.kind())));
        return receipt(block(), id);
    }

    void approve(Hash plan) {
        send(Says.COUNCIL, Message.of(Says.COUNCIL, new Says.Approve(plan)));
    }

    void stop(Hash plan) {
        send(Says.COUNCIL, Message.of(Says.COUNCIL, new Says.Stop(plan)));
    }

    void suspend(String instance, String message, boolean open) {
        send(Says.COUNCIL, Message.of(Says.COUNCIL, new Says.Suspend(instance, message, open)));
    }

    static Receipt receipt(Map<Hash, Receipt> receipts, Hash id) {
        return Optional.ofNullable(receipts.get(id)).orElseThrow();
    }

    PlanRecord plan(Hash id) {
        return Plans.find(state.head(), id).orElseThrow();
    }

    long height() {
        return state.height();
    }

    /** All records of a table. */
    Map<Bytes, Bytes> table(TableId table) {
        Map<Bytes, Bytes> rows = new TreeMap<>();
        for (StateView.Row row :
                state.head().range(table, Bytes.EMPTY, Optional.empty(), 100_000)) {
            rows.put(row.key(), row.value());
        }
        return rows;
    }

    /** The hash of the code that an instance runs. */
    Hash inForce(String instance) {
        return Optional.ofNullable(kernel.modules(state.head()).instances().get(instance))
                .orElseThrow()
                .module()
                .artifact();
    }

    static AccountId account(String name) {
        return Accounts.idOf(key(name));
    }

    private static AccountKeys key(String name) {
        return KEYS.computeIfAbsent(
                name,
                any ->
                        AccountKeys.single(
                                SigningKey.ed25519(
                                                Sha256.of("trials/key", Bytes.ofUtf8(any)).bytes())
                                        .publicKey()));
    }

    private static SignatureScheme trusting() {
        return (key, content, signature) -> true;
    }

    @Override
    public void close() {
        state.close();
    }
}
