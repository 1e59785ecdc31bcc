package theseus.protocol;

import java.util.List;
import java.util.function.Function;
import theseus.sdk.Bytes;

/** Every format on the wire: how it is sampled, written, read, and what it is named by. */
record WireFormat<T>(
        String name,
        Function<Samples, T> sample,
        Function<T, Bytes> encode,
        Function<Bytes, T> decode,
        Function<T, String> identity) {

    static List<WireFormat<?>> all() {
        return List.of(
                new WireFormat<>(
                        "transaction",
                        Samples::transaction,
                        Submission::encode,
                        Transaction::decode,
                        it -> it.id() + " signs " + it.signingBytes()),
                new WireFormat<>(
                        "statement",
                        Samples::statement,
                        Submission::encode,
                        Statement::decode,
                        it -> it.id() + " signs " + it.signingBytes()),
                plain("message", Samples::message, Message::encode, Message::decode),
                plain("witness", Samples::witness, Witness::encode, Witness::decode),
                new WireFormat<>(
                        "account-keys",
                        Samples::accountKeys,
                        Accounts::encode,
                        Accounts::decodeKeys,
                        it -> Accounts.idOf(it).toString()),
                new WireFormat<>(
                        "header",
                        Samples::header,
                        Header::encode,
                        Header::decode,
                        it -> it.hash() + " attested by " + Attestation.signingBytes(it)),
                plain(
                        "attestation",
                        Samples::attestation,
                        Attestation::encode,
                        Attestation::decode),
                plain(
                        "certificate",
                        Samples::certificate,
                        Certificate::encode,
                        Certificate::decode),
                plain("block", Samples::block, Block::encode, Block::decode),
                plain("event", Samples::event, EventRecord::encode, EventRecord::decode),
                plain("receipt", Samples::receipt, Receipt::encode, Receipt::decode),
                plain("table-id", Samples::table, TableId::encode, TableId::decode),
                plain("state-proof", Samples::proof, StateProof::encode, StateProof::decode),
                new WireFormat<>(
                        "artifact",
                        Samples::artifact,
                        Artifact::encode,
                        Artifact::decode,
                        it -> it.hash().toString()),
                new WireFormat<>(
                        "genesis",
                        Samples::genesis,
                        Genesis::encode,
                        Genesis::decode,
                        it -> it.hash().toString()),
                new WireFormat<>(
                        "plan",
                        Samples::plan,
                        Plan::encode,
                        Plan::decode,
                        it -> it.id().toString()),
                plain("tally", Samples::tally, Tally::encode, Tally::decode),
                new WireFormat<>(
                        "change",
                        Samples::change,
                        Changes::encode,
                        Changes::decode,
                        it -> Changes.hash(Changes.encode(it)).toString()),
                plain("descriptor", Samples::descriptor, Descriptor::encode, Descriptor::decode),
                plain("schema", it -> it.schema(5), Schema::encode, Schema::decode));
    }

    private static <T> WireFormat<T> plain(
            String name,
            Function<Samples, T> sample,
            Function<T, Bytes> encode,
            Function<Bytes, T> decode) {
        return new WireFormat<>(name, sample, encode, decode, it -> "-");
    }

    Bytes again(Bytes encoding) {
        return encode.apply(decode.apply(encoding));
    }

    Bytes sampleBytes(Samples samples) {
        return encode.apply(sample.apply(samples));
    }

    @Override
    public String toString() {
        return name;
    }
}
