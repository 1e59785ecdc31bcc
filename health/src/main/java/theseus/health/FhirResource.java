package theseus.health;

import com.fasterxml.jackson.databind.JsonNode;
import theseus.sdk.Bytes;

/**
 * A FHIR R4 resource as it came.
 *
 * @param json its bytes, UTF-8, unchanged: this is what is encrypted and signed
 * @param tree the same, parsed
 */
record FhirResource(String type, String id, Bytes json, JsonNode tree) {
    Category category() {
        return Category.of(tree);
    }

    /** What a person would call it: the text of its code, or its type. */
    String title() {
        for (String field : new String[] {"code", "vaccineCode", "medicationCodeableConcept"}) {
            String text = tree.path(field).path("text").asText();
            if (!text.isEmpty()) {
                return text;
            }
        }
        return type;
    }

    /** Its clinical date (YYYY-MM-DD), or an empty text. */
    String date() {
        for (String field :
                new String[] {
                    "effectiveDateTime",
                    "issued",
                    "authoredOn",
                    "recordedDate",
                    "occurrenceDateTime"
                }) {
            String text = tree.path(field).asText();
            if (text.length() >= 10) {
                return text.substring(0, 10);
            }
        }
        return "";
    }

    /** A measured value with its unit, or an empty text. */
    String value() {
        JsonNode quantity = tree.path("valueQuantity");
        if (!quantity.path("value").isMissingNode()) {
            return quantity.path("value").asText() + " " + quantity.path("unit").asText();
        }
        return tree.path("valueCodeableConcept").path("text").asText();
    }
}
