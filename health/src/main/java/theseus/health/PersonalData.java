package theseus.health;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Everything in the input that could tell who somebody is (45 CFR 164.514(b)(2)): names of
 * patients, relatives and clinicians, birth dates, address lines and cities, telephone numbers, and
 * every identifier, those of the records themselves included. Each is searched for as it stands, in
 * upper and lower case, and in the other forms that it might be stored in (dates and numbers
 * without separators, UUIDs as 16 bytes).
 */
final class PersonalData {
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern SYNTHETIC_DIGITS = Pattern.compile("\\d+$");
    private static final String URN = "urn:uuid:";

    private final PatternSet patterns = new PatternSet();
    private final Set<String> names = new TreeSet<>();
    private final String surroundings;

    /**
     * Spares forms of a name that are part of {@code surroundings}, where this machine's folders
     * and the machine itself are named: somebody called Xavier keeps a chain in /home/xavier, and
     * its log says so. Names as they stand in the input are searched for even then.
     */
    PersonalData(String surroundings) {
        this.surroundings = surroundings;
    }

    PatternSet patterns() {
        return patterns;
    }

    /** Names of patients as they stand in the input; one of them is planted to test the search. */
    Set<String> names() {
        return names;
    }

    void collect(PatientRecords records) {
        collectPatient(records.patient().tree());
        for (FhirResource resource : records.resources()) {
            identifier(resource.id());
            walk(resource.tree());
        }
    }

    private void collectPatient(JsonNode patient) {
        for (JsonNode name : patient.path("name")) {
            name(name.path("family").asText());
            name.path("given").forEach(given -> name(given.asText()));
        }
        for (JsonNode extension : patient.path("extension")) {
            if (extension.path("url").asText().endsWith("mothersMaidenName")) {
                name(extension.path("valueString").asText());
            }
        }
        forms(patient.path("birthDate").asText(), "-");
        for (JsonNode address : patient.path("address")) {
            address.path("line").forEach(line -> text(line.asText()));
            text(address.path("city").asText());
        }
        patient.path("telecom").forEach(telecom -> forms(telecom.path("value").asText(), "-"));
    }

    /** Identifiers and clinicians' names stand anywhere in a resource. */
    private void walk(JsonNode node) {
        for (JsonNode each : node.path("identifier")) {
            identifier(each.path("value").asText());
        }
        String reference = node.path("reference").asText();
        if (reference.startsWith("Practitioner") || reference.startsWith("Patient")) {
            text(node.path("display").asText());
        }
        node.forEach(this::walk);
    }

    private void name(String name) {
        if (!name.isEmpty()) {
            names.add(name);
            text(name);
            // Synthea numbers its names; without the number they are names as well.
            variants(SYNTHETIC_DIGITS.matcher(name).replaceFirst(""));
        }
    }

    private void identifier(String value) {
        String plain = value.startsWith(URN) ? value.substring(URN.length()) : value;
        forms(plain, "-");
        if (UUID.matcher(plain).matches()) {
            patterns.add(HexFormat.of().parseHex(plain.replace("-", "")));
        }
    }

    private void forms(String text, String separator) {
        text(text);
        text(text.replace(separator, ""));
    }

    private void text(String text) {
        patterns.add(text);
        variants(text);
    }

    private void variants(String text) {
        for (String variant :
                List.of(text, text.toUpperCase(Locale.ROOT), text.toLowerCase(Locale.ROOT))) {
            if (!surroundings.contains(variant)) {
                patterns.add(variant);
            }
        }
    }
}
