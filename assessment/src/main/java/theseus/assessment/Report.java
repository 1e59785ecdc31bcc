package theseus.assessment;

import java.util.LinkedHashMap;
import java.util.Map;
import theseus.protocol.MalformedException;
import theseus.protocol.RecordCodec;
import theseus.protocol.SchemaCodec;
import theseus.sdk.Hash;

/**
 * A risk report as it is handed around: the assessment and what was measured besides.
 *
 * <p>As a JSON document: {@code format}, {@code hash}, {@code assessment} and {@code measured}. The
 * hash can be computed again from {@code assessment} alone, by {@link SchemaCodec}.
 */
public record Report(Assessment assessment, Measured measured) {
    public static final String FORMAT = "theseus/assessment/1";

    private static final RecordCodec<Measured> MEASURED = RecordCodec.of(Measured.class);

    /** Plain values for any JSON writer. */
    public Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("format", FORMAT);
        document.put("hash", assessment.hash().toString());
        document.put("assessment", assessment.plain());
        document.put("measured", SchemaCodec.decode(MEASURED.schema(), MEASURED.encode(measured)));
        return document;
    }

    /**
     * Reads a document.
     *
     * @throws MalformedException when it is none, or its hash is not that of its assessment
     */
    public static Report read(Map<?, ?> document) {
        if (!FORMAT.equals(document.get("format"))) {
            throw malformed("this is no risk report: its format is not " + FORMAT);
        }
        Assessment assessment =
                Assessment.decode(
                        SchemaCodec.encode(Assessment.schema(), part(document, "assessment")));
        Hash hash = assessment.hash();
        if (!hash.toString().equals(document.get("hash"))) {
            throw malformed("the report was changed: its hash is " + hash);
        }
        return new Report(
                assessment,
                MEASURED.decode(SchemaCodec.encode(MEASURED.schema(), part(document, "measured"))));
    }

    private static Object part(Map<?, ?> document, String name) {
        Object part = document.get(name);
        if (part == null) {
            throw malformed("'" + name + "' is missing");
        }
        return part;
    }

    private static MalformedException malformed(String explanation) {
        return new MalformedException(theseus.protocol.Malformed.WRONG_FIELDS, explanation);
    }
}
