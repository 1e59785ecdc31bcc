package theseus.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import theseus.crypto.Signatures;
import theseus.kernel.BlockInput;
import theseus.kernel.BlockResult;
import theseus.kernel.Executed;
import theseus.kernel.Kernel;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.StateStore;
import theseus.kernel.spi.StateView;
import theseus.protocol.Artifact;
import theseus.protocol.Genesis;
import theseus.protocol.Limits;
import theseus.protocol.Plan;
import theseus.protocol.RecordCodec;
import theseus.protocol.SigningKey;
import theseus.protocol.Transaction;
import theseus.protocol.TrapKind;
import theseus.protocol.Witness;
import theseus.runtime.BytecodeRuntime;
import theseus.runtime.Packing;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Change;
import theseus.sdk.Hash;
import theseus.sdk.Message;
import theseus.sdk.Module;
import theseus.sdk.Query;
import theseus.sdk.Refusal;
import theseus.state.VersionedState;
import theseus.storage.memory.MemoryStorage;

/**
 * A chain inside a test: modules packed from their compiled classes and run by the real runtime,
 * kernel and state, without a node. Each {@link #send} is a block; time passes only when told.
 *
 * <pre>{@code
 * Account alice = Account.named("alice");
 * Chain chain = Chain.of(Counter.class);
 * chain.send(alice, new Add(2)).applied();
 * assertEquals(2, chain.query(new Total()));
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class Chain implements AutoCloseable {
    /** What passes between blocks unless said otherwise. */
    public static final Duration BLOCK_INTERVAL = Duration.ofSeconds(1);

    private static final Duration TIME_TO_LIVE = Duration.ofMinutes(1);
    private static final int HISTORY_BLOCKS = 100;
    private static final Witness UNSIGNED = new Witness(Optional.empty(), List.of());

    /** Exceptions that left module code on this thread; one runtime serves all chains. */
    private static final ThreadLocal<List<Throwable>> FAILURES =
            ThreadLocal.withInitial(ArrayList::new);

    private static final BytecodeRuntime RUNTIME =
            new BytecodeRuntime(failure -> FAILURES.get().add(failure));

    private static final Signatures SIGNATURES = Signatures.best();

    private final Kernel kernel = new Kernel(RUNTIME, SIGNATURES);
    private final StateStore state = VersionedState.open(new MemoryStorage(), HISTORY_BLOCKS);
    private final Modules modules;
    private final Hash id;
    private Hash parent = Hash.ZERO;
    private final Map<AccountId, Long> nonces = new HashMap<>();
    private final List<theseus.protocol.Receipt> routines = new ArrayList<>();
    private final List<Change.SetValidatorPower> updates = new ArrayList<>();
    private final InstantFollower follower = new InstantFollower(kernel, state);
    private final Validators validators;
    private final List<Bytes> orders = new ArrayList<>();
    private long timeMillis;

    Chain(
            Genesis genesis,
            Map<Hash, Artifact> artifacts,
            Modules modules,
            List<SigningKey> validators) {
        this.modules = modules;
        this.id = genesis.hash();
        this.validators = new Validators(validators, id, kernel, follower);
        this.timeMillis = genesis.timeMillis();
        state.commit(state.stage(0, kernel.genesis(genesis, artifacts)), List.of());
    }

    /** A chain with one instance of the module in {@code jar}, named after it. */
    public static Chain of(Path jar) {
        return with(Sources.pack(jar).descriptor().module(), jar).start();
    }

    /** Begins to describe a chain with an instance of a version that was built before. */
    public static ChainBuilder with(String instance, Path jar) {
        return new ChainBuilder().with(instance, jar);
    }

    /** A chain with one instance of {@code module}, named after it. */
    public static Chain of(Class<? extends Module> module) {
        return with(nameOf(module), module).start();
    }

    /** The same for a module whose genesis takes a document. */
    public static Chain of(Class<? extends Module> module, Record document) {
        return with(nameOf(module), module, document).start();
    }

    /** Begins to describe a chain of several instances; ends with {@code start()}. */
    public static ChainBuilder with(String instance, Class<? extends Module> module) {
        return new ChainBuilder().with(instance, module);
    }

    /** The same with the instance's genesis document. */
    public static ChainBuilder with(
            String instance, Class<? extends Module> module, Record document) {
        return new ChainBuilder().with(instance, module, document);
    }

    private static String nameOf(Class<? extends Module> module) {
        return Sources.pack(module).descriptor().module();
    }

    /** Sends one transaction in a block of its own; all messages are applied, or none. */
    public Receipt send(Account sender, Message... messages) {
        return block(transaction(sender, messages)).getFirst();
    }

    /** The same to a certain instance, where several could take the messages. */
    public Receipt send(Account sender, String instance, Message... messages) {
        return block(transaction(sender, instance, messages)).getFirst();
    }

    /** A signed transaction with the sender's next nonce, to be sent by {@link #block}. */
    public Transaction transaction(Account sender, Message... messages) {
        return sign(
                sender,
                Arrays.stream(messages)
                        .map(
                                one ->
                                        theseus.protocol.Message.of(
                                                modules.forMessage(one.getClass()), one))
                        .toList());
    }

    /** The same to a certain instance. */
    public Transaction transaction(Account sender, String instance, Message... messages) {
        return sign(
                sender,
                Arrays.stream(messages)
                        .map(one -> theseus.protocol.Message.of(instance, one))
                        .toList());
    }

    private Transaction sign(Account sender, List<theseus.protocol.Message> messages) {
        long nonce = nonces.merge(sender.id(), 1L, Long::sum) - 1;
        return sender.sign(
                new Transaction(
                        id,
                        sender.id(),
                        nonce,
                        timeMillis + TIME_TO_LIVE.toMillis(),
                        Limits.MAX_TRANSACTION_GAS,
                        messages,
                        UNSIGNED));
    }

    /** Executes one block of these transactions, {@link #BLOCK_INTERVAL} after the last. */
    public List<Receipt> block(Transaction... transactions) {
        return block(BLOCK_INTERVAL, transactions);
    }

    private List<Receipt> block(Duration later, Transaction... transactions) {
        long height = state.height() + 1;
        timeMillis = Math.addExact(timeMillis, later.toMillis());
        FAILURES.get().clear();
        List<Bytes> submissions = new ArrayList<>(validators.speak(state.head(), state.height()));
        submissions.addAll(orders);
        orders.clear();
        int stated = submissions.size();
        Arrays.stream(transactions).map(Transaction::encode).forEach(submissions::add);
        StateView before = follower.base();
        BlockInput block =
                new BlockInput(
                        id, height, timeMillis, parent, validators.proposer(height), submissions);
        BlockResult result = kernel.execute(before, block);
        state.commit(state.stage(height, result.changes()), List.of());
        follower.follow(before, block, result);
        parent = state.root();
        result.routines().forEach(routine -> routines.add(routine.receipt()));
        updates.addAll(result.updates());
        List<Receipt> receipts = new ArrayList<>();
        for (int i = 0; i < transactions.length; i++) {
            receipts.add(receipt(transactions[i], result.executed().get(stated + i)));
        }
        return List.copyOf(receipts);
    }

    private Receipt receipt(Transaction transaction, Executed executed) {
        theseus.protocol.Receipt receipt = executed.receipt();
        if (receipt.status() instanceof theseus.protocol.Receipt.Status.Rejected) {
            nonces.merge(transaction.sender(), -1L, Long::sum);
        }
        List<String> names =
                transaction.messages().stream().map(theseus.protocol.Message::name).toList();
        List<Throwable> failures = FAILURES.get();
        return new Receipt(
                names.size() == 1 ? names.getFirst() : names.toString(),
                receipt,
                modules,
                failures.isEmpty() ? Optional.empty() : Optional.of(failures.getLast()));
    }

    /**
     * Upgrades the only instance of that module to this version, as far as {@code SHADOW}: the
     * version is admitted, its tables are filled, and from now on both versions run.
     *
     * @param declared differences that are meant
     * @throws AssertionError when the chain would refuse the upgrade, with what was wrong
     */
    public Upgrade upgrade(Class<? extends Module> to, Plan.Declaration... declared) {
        return upgrade(modules.ofModule(nameOf(to)), Sources.pack(to), declared);
    }

    /** The same of a certain instance, where several are of that module. */
    public Upgrade upgrade(
            String instance, Class<? extends Module> to, Plan.Declaration... declared) {
        return upgrade(instance, Sources.pack(to), declared);
    }

    private Upgrade upgrade(String instance, Packing.Packed packed, Plan.Declaration... declared) {
        Upgrade upgrade = new Upgrades(this, kernel).begin(instance, packed, List.of(declared));
        modules.add(instance, packed.descriptor());
        return upgrade;
    }

    void prepare(Hash plan) {
        validators.prepare(plan);
    }

    /** A block in which something happens that a vote would have decided. */
    void order(Change change) {
        orders.addAll(validators.order(state.head(), state.height(), change));
        block();
    }

    /** Lets time pass: an empty block that much later. */
    public Chain advance(Duration later) {
        block(later);
        return this;
    }

    /** Makes {@code count} empty blocks: begin and end blocks run, scans go on. */
    public Chain blocks(int count) {
        for (int i = 0; i < count; i++) {
            block();
        }
        return this;
    }

    /**
     * Asks the instance that answers this query, in the state of the last block.
     *
     * @throws QueryRefused when it refuses
     */
    public <R> R query(Query<R> query) {
        return query(modules.forQuery(query.getClass()), query);
    }

    /** The same of a certain instance, where several could answer. */
    public <R> R query(String instance, Query<R> query) {
        FAILURES.get().clear();
        String name = query.getClass().getSimpleName();
        Outcome outcome =
                kernel.query(
                        state.head(),
                        height(),
                        timeMillis,
                        instance,
                        name,
                        RecordCodec.encodeRecord((Record) query));
        return switch (outcome) {
            case Outcome.Returned(Bytes value, _) ->
                    RecordCodec.<R>of(Modules.result(query.getClass())).decode(value);
            case Outcome.Refused(String code, _) ->
                    throw new QueryRefused(
                            code, "%s was refused by %s: %s".formatted(name, instance, code));
            case Outcome.Trapped(TrapKind kind, String reason, _) ->
                    throw trapped(name, kind, reason);
            case Outcome.Derived _, Outcome.Carried _ ->
                    throw new IllegalStateException("a query cannot derive");
        };
    }

    /** Asks, and fails the test unless the query is refused for {@code reason}. */
    public void refuses(Query<?> query, Refusal reason) {
        String code;
        try {
            code = "answered " + query(query);
        } catch (QueryRefused refused) {
            code = refused.code();
        }
        if (!code.equals(reason.name())) {
            throw new AssertionError(
                    "%s should be refused with %s, but was: %s".formatted(query, reason, code));
        }
    }

    private static QueryRefused trapped(String name, TrapKind kind, String reason) {
        QueryRefused refused =
                new QueryRefused(kind.name(), "%s trapped, %s: %s".formatted(name, kind, reason));
        FAILURES.get().forEach(refused::addSuppressed);
        return refused;
    }

    /** Height of the last block; 0 after genesis. */
    public long height() {
        return state.height();
    }

    /** Time of the last block. */
    public Instant time() {
        return Instant.ofEpochMilli(timeMillis);
    }

    public long timeMillis() {
        return timeMillis;
    }

    /** Root of the state after the last block. */
    public Hash stateRoot() {
        return state.root();
    }

    /** Hash of the genesis, which names the chain. */
    public Hash id() {
        return id;
    }

    /** What begin blocks, end blocks and scans did so far, where they did anything. */
    public List<theseus.protocol.Receipt> routines() {
        return List.copyOf(routines);
    }

    /** Changes of validators so far. */
    public List<Change.SetValidatorPower> validatorUpdates() {
        return List.copyOf(updates);
    }

    /** The state itself, for tests of what is stored. */
    public StateStore state() {
        return state;
    }

    @Override
    public void close() {
        state.close();
    }
}
