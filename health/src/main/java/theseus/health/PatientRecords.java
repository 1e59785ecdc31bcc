package theseus.health;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that is known of one patient.
 *
 * @param file where it was read from
 * @param resources exactly one of them is the Patient
 */
record PatientRecords(String file, FhirResource patient, List<FhirResource> resources) {
    private static final String UNKNOWN = "unknown institution";

    PatientRecords {
        resources = List.copyOf(resources);
    }

    /**
     * Which institution wrote each resource, by name and in the order of the resources: the one
     * that the resource names itself, else the one of the encounter it belongs to, else the one
     * with most encounters.
     */
    List<String> institutions() {
        Map<String, String> byEncounter = new HashMap<>();
        Map<String, Integer> visits = new HashMap<>();
        for (FhirResource resource : resources) {
            String provider = resource.tree().path("serviceProvider").path("display").asText();
            if (resource.type().equals("Encounter") && !provider.isEmpty()) {
                byEncounter.put("urn:uuid:" + resource.id(), provider);
                visits.merge(provider, 1, Integer::sum);
            }
        }
        String main =
                visits.entrySet().stream()
                        .max(
                                Map.Entry.<String, Integer>comparingByValue()
                                        .thenComparing(Map.Entry.comparingByKey()))
                        .map(Map.Entry::getKey)
                        .orElse(UNKNOWN);
        return resources.stream().map(each -> institution(each, byEncounter, main)).toList();
    }

    private static String institution(
            FhirResource resource, Map<String, String> byEncounter, String main) {
        for (String field : new String[] {"serviceProvider", "provider"}) {
            String named = resource.tree().path(field).path("display").asText();
            if (!named.isEmpty()) {
                return named;
            }
        }
        String encounter = resource.tree().path("encounter").path("reference").asText();
        if (encounter.isEmpty()) {
            encounter = resource.tree().path("context").path("reference").asText();
        }
        if (encounter.isEmpty()) {
            encounter =
                    resource.tree()
                            .path("context")
                            .path("encounter")
                            .path(0)
                            .path("reference")
                            .asText();
        }
        return byEncounter.getOrDefault(encounter, main);
    }
}
