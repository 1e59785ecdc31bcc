package theseus.client;

import java.util.ArrayList;
import java.util.List;
import theseus.protocol.CborReader;
import theseus.protocol.CborWriter;
import theseus.protocol.MalformedException;
import theseus.protocol.Receipt;
import theseus.sdk.Bytes;

/**
 * The batch of the API in CBOR. Request: an array of byte strings, each a submission. Answer: an
 * array with, for each, {@code [0, id]} accepted, {@code [1, id, height, index, receipt]} committed
 * or {@code [2, id, code, explanation, retryAfterMillis]} refused.
 */
final class Answers {
    private Answers() {}

    static Bytes request(List<Bytes> submissions) {
        int size = 16;
        for (Bytes submission : submissions) {
            size += submission.size() + 5;
        }
        CborWriter out = new CborWriter(size).arrayHeader(submissions.size());
        submissions.forEach(out::bytes);
        return out.toBytes();
    }

    static List<Answer> decode(Bytes body) {
        try {
            CborReader in = new CborReader(body);
            int count = in.arrayHeader();
            List<Answer> answers = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                answers.add(one(in));
            }
            in.end();
            return answers;
        } catch (MalformedException e) {
            throw ApiException.bad("not a batch's: " + e.explanation(), e);
        }
    }

    private static Answer one(CborReader in) {
        int fields = in.arrayHeader(5);
        int kind = in.position(3);
        if (fields != (kind == 0 ? 2 : 5)) {
            throw new MalformedException("WRONG_TYPE", "an answer of " + fields + " fields");
        }
        return switch (kind) {
            case 0 -> new Answer.Accepted(in.hash());
            case 1 ->
                    new Answer.Committed(
                            in.hash(),
                            in.integer(Long.SIZE),
                            (int) in.integer(Integer.SIZE),
                            Receipt.decode(in.bytes()));
            default ->
                    new Answer.Refused(
                            in.hash(),
                            in.text(),
                            in.text(),
                            ApiException.retryAfter(in.integer(Long.SIZE)));
        };
    }
}
