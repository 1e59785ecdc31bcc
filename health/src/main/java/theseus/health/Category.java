package theseus.health;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * What kind of data a FHIR R4 resource is, as a patient would name it in a consent. The code is
 * what is blinded into a tag; it never changes.
 */
public enum Category {
    LABORATORY("laboratory", "laboratory results"),
    VITAL_SIGNS("vital-signs", "vital signs"),
    SURVEY("survey", "questionnaires"),
    SOCIAL_HISTORY("social-history", "social history"),
    EXAM("exam", "examinations"),
    MEDICATION("medication", "medication"),
    CONDITION("condition", "diagnoses"),
    ALLERGY("allergy", "allergies"),
    IMMUNIZATION("immunization", "vaccinations"),
    PROCEDURE("procedure", "procedures"),
    IMAGING("imaging", "imaging"),
    DOCUMENT("document", "letters and notes"),
    REPORT("report", "other reports"),
    CARE_PLAN("care-plan", "care plans"),
    ENCOUNTER("encounter", "visits"),
    DEVICE("device", "devices and supplies"),
    CLAIM("claim", "bills"),
    DEMOGRAPHICS("demographics", "name and address"),
    OTHER("other", "other data");

    private static final Map<String, Category> BY_TYPE =
            Map.ofEntries(
                    Map.entry("Patient", DEMOGRAPHICS),
                    Map.entry("RelatedPerson", DEMOGRAPHICS),
                    Map.entry("Medication", MEDICATION),
                    Map.entry("MedicationRequest", MEDICATION),
                    Map.entry("MedicationAdministration", MEDICATION),
                    Map.entry("MedicationDispense", MEDICATION),
                    Map.entry("MedicationStatement", MEDICATION),
                    Map.entry("Condition", CONDITION),
                    Map.entry("AllergyIntolerance", ALLERGY),
                    Map.entry("Immunization", IMMUNIZATION),
                    Map.entry("Procedure", PROCEDURE),
                    Map.entry("ImagingStudy", IMAGING),
                    Map.entry("Media", IMAGING),
                    Map.entry("DocumentReference", DOCUMENT),
                    Map.entry("Composition", DOCUMENT),
                    Map.entry("CarePlan", CARE_PLAN),
                    Map.entry("CareTeam", CARE_PLAN),
                    Map.entry("Goal", CARE_PLAN),
                    Map.entry("Encounter", ENCOUNTER),
                    Map.entry("Device", DEVICE),
                    Map.entry("SupplyDelivery", DEVICE),
                    Map.entry("Claim", CLAIM),
                    Map.entry("ExplanationOfBenefit", CLAIM),
                    Map.entry("Coverage", CLAIM));

    /**
     * By category code, http://terminology.hl7.org/CodeSystem/observation-category and v2 table
     * 0074.
     */
    private static final Map<String, Category> BY_CODE =
            Map.of(
                    "laboratory", LABORATORY,
                    "LAB", LABORATORY,
                    "vital-signs", VITAL_SIGNS,
                    "survey", SURVEY,
                    "social-history", SOCIAL_HISTORY,
                    "exam", EXAM,
                    "procedure", PROCEDURE,
                    "imaging", IMAGING,
                    "RAD", IMAGING);

    private final String code;
    private final String words;

    Category(String code, String words) {
        this.code = code;
        this.words = words;
    }

    public String code() {
        return code;
    }

    /** In plain words, plural. */
    public String words() {
        return words;
    }

    /** The first known category code decides for observations and reports, else the type. */
    static Category of(JsonNode resource) {
        String type = resource.path("resourceType").asText();
        if (type.equals("Observation")) {
            return ofCodings(resource).orElse(OTHER);
        }
        if (type.equals("DiagnosticReport")) {
            return ofCodings(resource).orElse(isNote(resource) ? DOCUMENT : REPORT);
        }
        return BY_TYPE.getOrDefault(type, OTHER);
    }

    private static Optional<Category> ofCodings(JsonNode resource) {
        for (JsonNode concept : resource.path("category")) {
            for (JsonNode coding : concept.path("coding")) {
                Category known = BY_CODE.get(coding.path("code").asText());
                if (known != null) {
                    return Optional.of(known);
                }
            }
        }
        return Optional.empty();
    }

    /** US Core puts notes into reports, with the LOINC code of the note's type as category. */
    private static boolean isNote(JsonNode resource) {
        for (JsonNode form : resource.path("presentedForm")) {
            if (form.path("contentType").asText().startsWith("text/plain")) {
                return true;
            }
        }
        return false;
    }
}
