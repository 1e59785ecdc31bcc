package theseus.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import theseus.kernel.spi.ModuleRuntime;
import theseus.kernel.spi.SignatureScheme;
import theseus.protocol.Accounts;
import theseus.protocol.Artifact;
import theseus.protocol.Genesis;
import theseus.protocol.Message;
import theseus.protocol.Receipt;
import theseus.protocol.Sha256;
import theseus.protocol.Statement;
import theseus.protocol.Submission;
import theseus.protocol.Transaction;
import theseus.protocol.Witness;
import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/** A chain of scripted modules in memory, for tests of the kernel's own rules. */
final class TestChain {
    static final long GENESIS_TIME = 1_000_000;
    static final long GAS_LIMIT = 5_000_000;

    /** A signature is a hash over key and content. */
    static final SignatureScheme SIGNATURES =
            (key, content, signature) -> signature.equals(sign(key, content));

    final Map<Hash, Artifact> artifacts = new TreeMap<>();
    final List<ScriptModule> versions = new ArrayList<>();
    final List<Notes> notes = new ArrayList<>();
    final List<Genesis.Instance> instances = new ArrayList<>();
    Genesis.Parameters parameters = Genesis.Parameters.DEFAULT;
    List<Genesis.Validator> validators = List.of(new Genesis.Validator(key(100), 10));

    Genesis genesis = new Genesis("x", 1, 0, parameters, validators, List.of());
    Kernel kernel = new Kernel(ScriptModule.runtime(List.of()), SIGNATURES);
    MapState state = new MapState();
    long height;
    PublicKey proposer = key(0);
    BlockInput lastBlock = block();
    final Map<Integer, Long> nonces = new TreeMap<>();

    TestChain with(String name, ScriptModule module, String boundTo, Script document) {
        knows(module);
        instances.add(
                new Genesis.Instance(
                        name,
                        module.artifact().hash(),
                        document.encode(),
                        boundTo.isEmpty()
                                ? List.of()
                                : List.of(new Genesis.Binding("scripts", boundTo)),
                        module.needs()));
        return this;
    }

    TestChain with(String name, ScriptModule module) {
        return with(name, module, "", Script.of());
    }

    /** The runtime admits it, and its code is at hand. */
    TestChain knows(ScriptModule module) {
        versions.add(module);
        artifacts.put(module.artifact().hash(), module.artifact());
        return this;
    }

    /** An instance of a module with a lens. */
    TestChain with(String name, Notes module) {
        knows(module);
        instances.add(
                new Genesis.Instance(
                        name, module.artifact().hash(), Bytes.EMPTY, List.of(), List.of()));
        return this;
    }

    TestChain knows(Notes module) {
        notes.add(module);
        artifacts.put(module.artifact().hash(), module.artifact());
        return this;
    }

    private ModuleRuntime runtime() {
        ModuleRuntime scripts = ScriptModule.runtime(versions);
        List<Notes> known = List.copyOf(notes);
        return artifact ->
                known.stream()
                        .filter(one -> one.artifact().equals(artifact))
                        .findFirst()
                        .<ModuleRuntime.Admission>map(
                                one ->
                                        new ModuleRuntime.Admission.Admitted(
                                                one.descriptor(), one::open))
                        .orElseGet(() -> scripts.admit(artifact));
    }

    /** A message to an instance of {@link Notes}. */
    Transaction note(int sender, String instance, String message, long... numbers) {
        return tx(sender, List.of(new Message(instance, message, 1, Notes.body(numbers))));
    }

    Genesis toGenesis() {
        return new Genesis("test", 1, GENESIS_TIME, parameters, validators, instances);
    }

    Kernel newKernel() {
        return new Kernel(runtime(), SIGNATURES);
    }

    TestChain start() {
        kernel = newKernel();
        genesis = toGenesis();
        state.apply(kernel.genesis(genesis, artifacts));
        return this;
    }

    static PublicKey key(int number) {
        return new PublicKey(PublicKey.ED25519, Script.hash(number).bytes());
    }

    static AccountId account(int number) {
        return Accounts.idOf(AccountKeys.single(key(number)));
    }

    static Bytes sign(PublicKey key, Bytes content) {
        return Sha256.of(key.bytes().concat(content)).bytes();
    }

    long timeMillis() {
        return GENESIS_TIME + 1000 * (height + 1);
    }

    BlockInput block(Submission... submissions) {
        return new BlockInput(
                genesis.hash(),
                height + 1,
                timeMillis(),
                Hash.ZERO,
                proposer,
                List.of(submissions).stream().map(Submission::encode).toList());
    }

    /** Executes and commits a block. */
    BlockResult commit(Submission... submissions) {
        lastBlock = block(submissions);
        BlockResult result = kernel.execute(state, lastBlock);
        state.apply(result.changes());
        height++;
        return result;
    }

    /** Executes and commits one script as a block of its own. */
    Executed run(String instance, Script.Op... ops) {
        return commit(tx(1, instance, ops)).executed().getFirst();
    }

    Receipt.Status status(String instance, Script.Op... ops) {
        return run(instance, ops).receipt().status();
    }

    Transaction tx(int sender, String instance, Script.Op... ops) {
        return tx(sender, List.of(message(instance, ops)));
    }

    Transaction tx(int sender, List<Message> messages) {
        long nonce = nonces.merge(sender, 1L, Long::sum) - 1;
        return signed(sender, unsigned(sender, nonce, messages));
    }

    Transaction unsigned(int sender, long nonce, List<Message> messages) {
        return new Transaction(
                genesis.hash(),
                account(sender),
                nonce,
                timeMillis() + 60_000,
                GAS_LIMIT,
                messages,
                new Witness(Optional.empty(), List.of()));
    }

    static Transaction signed(int sender, Transaction transaction) {
        return transaction.withWitness(
                new Witness(
                        Optional.of(AccountKeys.single(key(sender))),
                        List.of(signature(0, key(sender), transaction))));
    }

    static Witness.KeySignature signature(int index, PublicKey key, Submission submission) {
        return new Witness.KeySignature(index, sign(key, submission.signingBytes()));
    }

    static Message message(String instance, Script.Op... ops) {
        return new Message(instance, "Run", 1, Script.of(ops).encode());
    }

    Statement statement(int validator, Statement.Body body) {
        Statement unsigned =
                new Statement(
                        genesis.hash(),
                        key(validator),
                        height + 1,
                        height + 10,
                        kernel.modules(state).hash(),
                        body,
                        Bytes.EMPTY);
        return unsigned.withSignature(sign(key(validator), unsigned.signingBytes()));
    }

    /** The value in a table of an instance; 0 when there is none. */
    long value(String instance, int table, long key) {
        var shape = versions.getFirst().descriptor().tables().get(table);
        return state.get(
                        new theseus.protocol.TableId(instance, shape.name(), 1),
                        Script.integer(key))
                .map(Script::integer)
                .orElse(0L);
    }

    long total(String instance) {
        return DerivedTables.total(state, new theseus.protocol.TableId(instance, "total", 1));
    }
}
