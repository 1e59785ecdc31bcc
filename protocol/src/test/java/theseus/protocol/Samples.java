package theseus.protocol;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.Change;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/** Values of every wire record, made of a seed. */
final class Samples {
    private final Random random;

    Samples(long seed) {
        random = new Random(seed);
    }

    Transaction transaction() {
        return new Transaction(
                hash(),
                new AccountId(hash().bytes()),
                natural(),
                natural(),
                natural(),
                list(1, 4, this::message),
                witness());
    }

    Statement statement() {
        long first = random.nextInt(1_000_000);
        return new Statement(
                hash(), key(), first, first + random.nextInt(100), hash(), body(), bytes(64));
    }

    private Statement.Body body() {
        return switch (random.nextInt(4)) {
            case 0 -> new Statement.Body.Ready(hash(), hash());
            case 1 ->
                    new Statement.Body.Report(
                            hash(), natural(), hash(), flip(), bytes(random.nextInt(40)));
            case 2 -> new Statement.Body.Trip(hash(), text(40));
            default -> new Statement.Body.Recover(bytes(random.nextInt(80)));
        };
    }

    Message message() {
        return new Message(name(), name(), random.nextInt(5), bytes(random.nextInt(300)));
    }

    Witness witness() {
        TreeSet<Integer> indexes = new TreeSet<>(list(0, 3, () -> random.nextInt(16)));
        List<Witness.KeySignature> signatures = new ArrayList<>();
        indexes.forEach(index -> signatures.add(new Witness.KeySignature(index, bytes(64))));
        return new Witness(optional(this::accountKeys), signatures);
    }

    AccountKeys accountKeys() {
        List<PublicKey> keys = List.copyOf(new TreeSet<>(list(1, 4, this::key)));
        return new AccountKeys(keys, 1 + random.nextInt(keys.size()));
    }

    Header header() {
        return new Header(
                hash(), natural(), natural(), hash(), hash(), hash(), hash(), natural(), key());
    }

    Attestation attestation() {
        return new Attestation(key(), bytes(64));
    }

    Certificate certificate() {
        return new Certificate(header(), list(0, 4, this::attestation));
    }

    Block block() {
        return new Block(header(), list(0, 4, () -> transaction().encode()));
    }

    EventRecord event() {
        return new EventRecord(name(), name(), bytes(random.nextInt(100)));
    }

    Receipt receipt() {
        Receipt.Status status =
                switch (random.nextInt(4)) {
                    case 0 -> new Receipt.Status.Applied();
                    case 1 -> new Receipt.Status.Refused(random.nextInt(64), name(), name());
                    case 2 ->
                            new Receipt.Status.Trapped(
                                    random.nextInt(64),
                                    name(),
                                    TrapKind.values()[random.nextInt(TrapKind.values().length)],
                                    text(100));
                    default -> new Receipt.Status.Rejected(name());
                };
        return new Receipt(
                hash(),
                status,
                natural(),
                list(0, 4, this::event),
                list(
                        0,
                        3,
                        () ->
                                new Receipt.VersionUsed(
                                        name(),
                                        "1.0.0",
                                        hash(),
                                        flip() ? Optional.of(hash()) : Optional.empty())));
    }

    TableId table() {
        return new TableId(name(), name(), random.nextInt(100));
    }

    StateProof proof() {
        return new StateProof(
                table(),
                bytes(random.nextInt(60)),
                optional(() -> bytes(random.nextInt(200))),
                path(),
                optional(this::hash),
                path());
    }

    private StateProof.Path path() {
        return new StateProof.Path(
                list(0, 20, this::hash), optional(() -> new StateProof.Leaf(hash(), hash())));
    }

    Artifact artifact() {
        TreeMap<String, Bytes> entries = new TreeMap<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            entries.put(name() + ".class", bytes(random.nextInt(200)));
        }
        return new Artifact(entries);
    }

    Genesis genesis() {
        return new Genesis(
                name(),
                random.nextInt(3),
                natural(),
                new Genesis.Parameters(natural(), natural(), random.nextInt(10_000)),
                list(0, 4, () -> new Genesis.Validator(key(), 1 + random.nextInt(1_000_000))),
                list(0, 4, this::instance));
    }

    private Genesis.Instance instance() {
        return new Genesis.Instance(
                name(),
                hash(),
                bytes(random.nextInt(50)),
                list(0, 2, () -> new Genesis.Binding(name(), name())),
                list(0, 2, () -> pick(Capability.values())));
    }

    Plan plan() {
        return new Plan(
                hash(),
                text(40),
                list(1, 4, this::action),
                flip(),
                flip(),
                new Plan.Schedule(
                        natural(),
                        natural(),
                        natural(),
                        natural(),
                        natural(),
                        window(),
                        list(0, 3, () -> new Plan.Step(random.nextInt(10_001), window())),
                        window(),
                        random.nextInt(10),
                        random.nextInt(1000)),
                list(
                        0,
                        3,
                        () ->
                                new Plan.Declaration(
                                        messageName(),
                                        pick(Plan.Respect.values()),
                                        name(),
                                        text(30))),
                list(0, 3, this::messageName),
                optional(this::hash));
    }

    private Plan.Action action() {
        return switch (random.nextInt(3)) {
            case 0 ->
                    new Plan.Action.Upgrade(
                            name(),
                            hash(),
                            hash(),
                            list(0, 2, () -> new Genesis.Binding(name(), name())),
                            list(0, 2, () -> pick(Capability.values())));
            case 1 ->
                    new Plan.Action.Install(
                            name(),
                            hash(),
                            bytes(random.nextInt(40)),
                            list(0, 2, () -> new Genesis.Binding(name(), name())),
                            list(0, 2, () -> pick(Capability.values())));
            default -> new Plan.Action.Retire(name(), hash());
        };
    }

    private Plan.Window window() {
        return new Plan.Window(natural(), natural(), natural(), natural());
    }

    private Plan.MessageName messageName() {
        return new Plan.MessageName(name(), name());
    }

    Tally tally() {
        return new Tally(
                list(
                        0,
                        3,
                        () ->
                                new Tally.MessageTally(
                                        messageName(),
                                        natural(),
                                        natural(),
                                        natural(),
                                        natural(),
                                        natural(),
                                        natural(),
                                        natural(),
                                        natural())),
                natural(),
                natural(),
                list(0, 2, this::evidence));
    }

    private Evidence evidence() {
        return new Evidence(
                pick(Gate.values()),
                natural(),
                hash(),
                text(60),
                list(0, 3, () -> text(40)),
                optional(() -> bytes(random.nextInt(100))),
                optional(() -> bytes(random.nextInt(100))));
    }

    Change change() {
        return switch (random.nextInt(8)) {
            case 0 -> new Change.SetAccountKeys(new AccountId(hash().bytes()), accountKeys());
            case 1 -> new Change.SetValidatorPower(key(), random.nextInt(1_000_000));
            case 2 -> new Change.StageChunk(hash(), 1, 2, bytes(random.nextInt(100)));
            case 3 ->
                    new Change.OpenPlan(
                            bytes(random.nextInt(100)), pick(theseus.sdk.PlanKind.values()));
            case 4 -> new Change.ApprovePlan(hash());
            case 5 -> new Change.StopPlan(hash(), text(40));
            case 6 -> new Change.SetParameters(bytes(random.nextInt(30)));
            default -> new Change.SetBreaker(name(), optional(this::name), flip(), text(40));
        };
    }

    Descriptor descriptor() {
        return new Descriptor(
                name(),
                "1.2.3",
                "example." + name(),
                optional(() -> schema(3)),
                list(0, 3, this::tableShape),
                list(0, 3, () -> new Descriptor.MessageShape(name(), 1, structure(3))),
                list(0, 3, () -> new Descriptor.EventShape(name(), structure(3))),
                list(0, 3, this::name),
                list(0, 3, () -> new Descriptor.QueryShape(name(), structure(3), schema(3))),
                list(0, 2, this::interfaceShape),
                list(0, 2, () -> new Descriptor.RequirementShape("1", interfaceShape())),
                list(0, 2, this::invariant),
                list(
                        0,
                        2,
                        () ->
                                new Descriptor.LensShape(
                                        name(), 1, name(), 2, flip(), schema(2), schema(2))),
                list(0, 2, () -> new Descriptor.EventShape(name(), structure(2))),
                list(0, 2, () -> new Descriptor.RefusalChange(name(), name())),
                list(0, 2, () -> pick(Capability.values())),
                flip(),
                flip());
    }

    private Descriptor.TableShape tableShape() {
        return new Descriptor.TableShape(
                name(),
                random.nextInt(5),
                pick(Descriptor.TableKind.values()),
                optional(this::name),
                schema(3),
                schema(3));
    }

    private Descriptor.InvariantShape invariant() {
        return new Descriptor.InvariantShape(
                name(), pick(Descriptor.InvariantKind.values()), name(), random.nextInt(100));
    }

    private Descriptor.InterfaceShape interfaceShape() {
        return new Descriptor.InterfaceShape(
                name(),
                "1.0",
                list(
                        0,
                        3,
                        () ->
                                new Descriptor.MethodShape(
                                        name(), flip(), list(0, 3, () -> schema(2)), schema(2))));
    }

    Schema schema(int depth) {
        return switch (random.nextInt(depth > 0 ? 12 : 8)) {
            case 0 -> new Schema.Bool();
            case 1 -> new Schema.Int(flip() ? 32 : 64);
            case 2 -> new Schema.BigInt();
            case 3 -> new Schema.Text();
            case 4 -> new Schema.ByteString();
            case 5 -> new Schema.Account();
            case 6 -> new Schema.Digest();
            case 7 -> new Schema.Enumeration(name(), List.of("RED", "GREEN", "BLUE"));
            case 8 -> structure(depth - 1);
            case 9 ->
                    new Schema.Union(
                            name(),
                            List.of(
                                    new Schema.Structure("First", structure(depth - 1).fields()),
                                    new Schema.Structure("Second", List.of())));
            case 10 -> new Schema.ListOf(schema(depth - 1));
            default -> {
                Schema element = schema(depth - 1);
                yield element instanceof Schema.OptionalOf
                        ? element
                        : new Schema.OptionalOf(element);
            }
        };
    }

    private Schema.Structure structure(int depth) {
        List<Schema.Field> fields = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            fields.add(new Schema.Field("field" + i, schema(depth)));
        }
        return new Schema.Structure(name(), fields);
    }

    /** A canonical value of {@code schema}. */
    Bytes valueOf(Schema schema) {
        CborWriter out = new CborWriter();
        write(schema, out);
        return out.toBytes();
    }

    private void write(Schema schema, CborWriter out) {
        switch (schema) {
            case Schema.Bool() -> out.bool(flip());
            case Schema.Int(int bits) -> out.integer(bits == 32 ? random.nextInt() : integer());
            case Schema.BigInt() -> out.bigInteger(bigInteger());
            case Schema.Text() -> out.text(text(20));
            case Schema.ByteString() -> out.bytes(bytes(random.nextInt(30)));
            case Schema.Account(), Schema.Digest() -> out.bytes(hash().bytes());
            case Schema.Enumeration enumeration ->
                    out.integer(random.nextInt(enumeration.constants().size()));
            case Schema.Structure structure -> write(structure, out);
            case Schema.Union union -> {
                int index = random.nextInt(union.cases().size());
                out.arrayHeader(2).integer(index);
                write(union.cases().get(index), out);
            }
            case Schema.ListOf(Schema element) -> {
                int count = random.nextInt(4);
                out.arrayHeader(count);
                for (int i = 0; i < count; i++) {
                    write(element, out);
                }
            }
            case Schema.OptionalOf(Schema element) -> {
                if (flip()) {
                    out.nil();
                } else {
                    write(element, out);
                }
            }
        }
    }

    private void write(Schema.Structure structure, CborWriter out) {
        out.arrayHeader(structure.fields().size());
        structure.fields().forEach(field -> write(field.schema(), out));
    }

    Hash hash() {
        return new Hash(bytes(32));
    }

    PublicKey key() {
        return flip()
                ? new PublicKey(PublicKey.ED25519, bytes(32))
                : new PublicKey(PublicKey.P256, bytes(33));
    }

    Bytes bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    /** Integers of every length. */
    long integer() {
        return random.nextLong() >> random.nextInt(64);
    }

    long natural() {
        return random.nextLong() >>> 1 + random.nextInt(62);
    }

    BigInteger bigInteger() {
        BigInteger magnitude = new BigInteger(random.nextInt(300), random);
        return flip() ? magnitude : magnitude.not();
    }

    String name() {
        StringBuilder name = new StringBuilder();
        for (int i = 1 + random.nextInt(12); i > 0; i--) {
            name.append((char) ('a' + random.nextInt(26)));
        }
        return name.toString();
    }

    /** Text of one to four bytes a character, U+FFFD included. */
    String text(int maxLength) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(maxLength); i > 0; i--) {
            text.appendCodePoint(
                    switch (random.nextInt(6)) {
                        case 0 -> 0x80 + random.nextInt(0x700);
                        case 1 -> 0x4E00 + random.nextInt(0x1000);
                        case 2 -> 0x1F300 + random.nextInt(0x200);
                        case 3 -> 0xFFFD;
                        default -> ' ' + random.nextInt(95);
                    });
        }
        return text.toString();
    }

    private boolean flip() {
        return random.nextBoolean();
    }

    private <T> T pick(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private <T> Optional<T> optional(Supplier<T> value) {
        return flip() ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> List<T> list(int min, int max, Supplier<T> item) {
        List<T> items = new ArrayList<>();
        for (int i = min + random.nextInt(max - min + 1); i > 0; i--) {
            items.add(item.get());
        }
        return items;
    }
}
