package theseus.kernel;

import java.util.ArrayList;
import java.util.List;
import theseus.protocol.CborReader;
import theseus.protocol.CborWriter;
import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/** What a scripted module is told to do: the body of its message and of its calls. */
record Script(List<Op> ops) {
    sealed interface Op {
        record Put(int table, long key, long value) implements Op {}

        /** A record with so many bytes behind its value. */
        record Pad(int table, long key, long value, int bytes) implements Op {}

        record Remove(int table, long key) implements Op {}

        record Emit(long number) implements Op {}

        /** Emits an event with that body. */
        record Say(Bytes words) implements Op {}

        /** Calls the bound instance; a refusal is passed on if {@code strict}, else forgotten. */
        record Call(boolean readOnly, boolean strict, Script script) implements Op {}

        record Refuse(String code) implements Op {}

        record Throw() implements Op {}

        record Burn(long gas) implements Op {}

        record SetKeys(AccountId account, PublicKey key) implements Op {}

        record SetPower(PublicKey key, long power) implements Op {}

        /** Proposes a change, encoded as for a recover statement. */
        record Propose(Bytes change) implements Op {}

        /** Refuses with FOUND unless the record under the key is {@code value}; 0 for none. */
        record Expect(int table, long key, long value) implements Op {}

        /** Refuses with COUNT unless a range over the table has {@code rows}. */
        record Count(int table, int rows) implements Op {}
    }

    static Script of(Op... ops) {
        return new Script(List.of(ops));
    }

    Bytes encode() {
        CborWriter out = new CborWriter();
        write(out);
        return out.toBytes();
    }

    /** As a genesis document of the shape that the descriptor says: a record of the bytes. */
    Bytes document() {
        return new CborWriter().arrayHeader(1).bytes(encode()).toBytes();
    }

    /** Of a genesis document: the bare script, or a record of its bytes. */
    static Script ofDocument(Bytes document) {
        try {
            CborReader in = new CborReader(document);
            in.expectArray(1);
            return decode(in.bytes());
        } catch (theseus.protocol.MalformedException bare) {
            return decode(document);
        }
    }

    static Script decode(Bytes encoding) {
        CborReader in = new CborReader(encoding);
        Script script = read(in);
        in.end();
        return script;
    }

    private void write(CborWriter out) {
        out.arrayHeader(ops.size());
        for (Op op : ops) {
            switch (op) {
                case Op.Put(int table, long key, long value) ->
                        out.arrayHeader(4).integer(0).integer(table).integer(key).integer(value);
                case Op.Remove(int table, long key) ->
                        out.arrayHeader(3).integer(1).integer(table).integer(key);
                case Op.Emit(long number) -> out.arrayHeader(2).integer(2).integer(number);
                case Op.Pad(int table, long key, long value, int bytes) ->
                        out.arrayHeader(5)
                                .integer(13)
                                .integer(table)
                                .integer(key)
                                .integer(value)
                                .integer(bytes);
                case Op.Say(Bytes words) -> out.arrayHeader(2).integer(12).bytes(words);
                case Op.Call(boolean readOnly, boolean strict, Script script) -> {
                    out.arrayHeader(4).integer(3).bool(readOnly).bool(strict);
                    script.write(out);
                }
                case Op.Refuse(String code) -> out.arrayHeader(2).integer(4).text(code);
                case Op.Throw() -> out.arrayHeader(1).integer(5);
                case Op.Burn(long gas) -> out.arrayHeader(2).integer(6).integer(gas);
                case Op.SetKeys(AccountId account, PublicKey key) ->
                        out.arrayHeader(3).integer(7).bytes(account.bytes()).bytes(key.bytes());
                case Op.SetPower(PublicKey key, long power) ->
                        out.arrayHeader(3).integer(8).bytes(key.bytes()).integer(power);
                case Op.Expect(int table, long key, long value) ->
                        out.arrayHeader(4).integer(9).integer(table).integer(key).integer(value);
                case Op.Propose(Bytes change) -> out.arrayHeader(2).integer(11).bytes(change);
                case Op.Count(int table, int rows) ->
                        out.arrayHeader(3).integer(10).integer(table).integer(rows);
            }
        }
    }

    private static Script read(CborReader in) {
        int count = in.arrayHeader();
        List<Op> ops = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            in.arrayHeader();
            ops.add(
                    switch (in.position(14)) {
                        case 0 -> new Op.Put(in.position(9), in.integer(64), in.integer(64));
                        case 1 -> new Op.Remove(in.position(9), in.integer(64));
                        case 2 -> new Op.Emit(in.integer(64));
                        case 3 -> new Op.Call(in.bool(), in.bool(), read(in));
                        case 4 -> new Op.Refuse(in.text());
                        case 5 -> new Op.Throw();
                        case 6 -> new Op.Burn(in.integer(64));
                        case 7 ->
                                new Op.SetKeys(
                                        in.accountId(),
                                        new PublicKey(PublicKey.ED25519, in.bytes()));
                        case 8 ->
                                new Op.SetPower(
                                        new PublicKey(PublicKey.ED25519, in.bytes()),
                                        in.integer(64));
                        case 9 -> new Op.Expect(in.position(9), in.integer(64), in.integer(64));
                        case 11 -> new Op.Propose(in.bytes());
                        case 12 -> new Op.Say(in.bytes());
                        case 13 ->
                                new Op.Pad(
                                        in.position(9),
                                        in.integer(64),
                                        in.integer(64),
                                        (int) in.integer(32));
                        default -> new Op.Count(in.position(9), (int) in.integer(64));
                    });
        }
        return new Script(ops);
    }

    static Bytes integer(long value) {
        return new CborWriter().integer(value).toBytes();
    }

    static long integer(Bytes encoding) {
        return new CborReader(encoding).integer(64);
    }

    static AccountKeys keys(PublicKey key) {
        return AccountKeys.single(key);
    }

    static Hash hash(int number) {
        return theseus.protocol.Sha256.of(integer(number));
    }
}
