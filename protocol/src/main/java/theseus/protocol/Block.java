package theseus.protocol;

import java.util.List;
import theseus.sdk.Bytes;

/** A block: its header and its submissions as they came, byte for byte. */
public record Block(Header header, List<Bytes> submissions) {
    public Block {
        submissions = List.copyOf(submissions);
        Wire.atMost("submissions of a block", submissions.size(), Limits.MAX_BLOCK_TRANSACTIONS);
        long total = 0;
        for (Bytes submission : submissions) {
            Wire.atMost("bytes of a submission", submission.size(), Limits.MAX_TRANSACTION_BYTES);
            total += submission.size();
        }
        if (total > Limits.MAX_BLOCK_BYTES) {
            throw new IllegalArgumentException(
                    "a block of " + total + " bytes, at most " + Limits.MAX_BLOCK_BYTES);
        }
    }

    public Bytes encode() {
        return Wire.encode(this::write);
    }

    public static Block decode(Bytes encoding) {
        return Wire.decode(encoding, Limits.MAX_BLOCK_ENCODED_BYTES, Block::read);
    }

    void write(CborWriter out) {
        out.arrayHeader(2);
        header.write(out);
        Wire.list(out, submissions, (bytes, to) -> to.bytes(bytes));
    }

    static Block read(CborReader in) {
        in.expectArray(2);
        return new Block(
                Header.read(in), Wire.list(in, Limits.MAX_BLOCK_TRANSACTIONS, CborReader::bytes));
    }
}
