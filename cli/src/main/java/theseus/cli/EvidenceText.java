package theseus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import theseus.client.PlanStatus;
import theseus.protocol.Evidence;
import theseus.protocol.MalformedException;
import theseus.protocol.Receipt;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Why a gate stopped a plan: what each version made of the same submission. */
final class EvidenceText {
    private EvidenceText() {}

    /**
     * Of a plan.
     *
     * @param node what the node says of it: the differences in words, which nothing proves, beside
     *     the evidence, which is proven
     */
    static Map<String, Object> document(Evidence evidence, Optional<PlanStatus> node) {
        Map<String, Object> document = document(evidence);
        List<String> words =
                node.flatMap(PlanStatus::evidence).stream()
                        .filter(one -> one.path("height").asLong() == evidence.height())
                        .filter(one -> one.path("gate").asText().equals(evidence.gate().name()))
                        .flatMap(one -> one.path("differences").valueStream())
                        .map(JsonNode::asText)
                        .toList();
        if (words.size() == evidence.differences().size() && !words.isEmpty()) {
            document.put("inWordsOfThisNode", words);
        }
        return document;
    }

    static Map<String, Object> document(Evidence evidence) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("gate", evidence.gate().name());
        document.put("height", evidence.height());
        document.put("explanation", evidence.explanation());
        if (!evidence.submission().equals(Hash.ZERO)) {
            document.put("submission", evidence.submission().toString());
        }
        document.put("differences", evidence.differences());
        side(document, "old", evidence.old());
        side(document, "candidate", evidence.candidate());
        return document;
    }

    private static void side(Map<String, Object> document, String name, Optional<Bytes> receipt) {
        receipt.ifPresent(
                encoded -> {
                    document.put(name, side(encoded));
                    document.put(name + "ReceiptEncoded", encoded.hex());
                });
    }

    private static Object side(Bytes encoded) {
        try {
            Receipt receipt = Receipt.decode(encoded);
            Map<String, Object> side = new LinkedHashMap<>();
            side.put("result", result(receipt.status()));
            side.put("gasUsed", receipt.gasUsed());
            side.put("events", events(receipt));
            return side;
        } catch (MalformedException e) {
            return "a receipt that this program cannot read: " + e.explanation();
        }
    }

    static List<String> events(Receipt receipt) {
        return receipt.events().stream().map(one -> one.instance() + "." + one.name()).toList();
    }

    static String result(Receipt.Status status) {
        return switch (status) {
            case Receipt.Status.Applied _ -> "applied";
            case Receipt.Status.Refused(int _, String instance, String code) ->
                    "refused by " + instance + ": " + code;
            case Receipt.Status.Trapped(int _, String instance, var kind, String reason) ->
                    "trapped in " + instance + ", " + kind + ": " + reason;
            case Receipt.Status.Rejected(String code) -> "not let in: " + code;
        };
    }
}
