package theseus.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import theseus.assessment.Report;
import theseus.protocol.MalformedException;

/** A risk report as JSON in a file. */
final class ReportFile {
    private ReportFile() {}

    static Report read(Path file) {
        try {
            Map<?, ?> document = new ObjectMapper().readValue(file.toFile(), Map.class);
            if (document == null) {
                throw Failure.refused("REPORT_DAMAGED", file + " holds null and no report.");
            }
            return Report.read(document);
        } catch (JsonProcessingException e) {
            throw Failure.refused(
                    "REPORT_DAMAGED",
                    file
                            + ": this is no risk report: it is no JSON. Name the report.json of a rehearsal.");
        } catch (IOException e) {
            throw Failure.unavailable("Cannot read the report " + file + ": " + e.getMessage());
        } catch (MalformedException | IllegalArgumentException e) {
            throw Failure.refused("REPORT_DAMAGED", file + ": " + e.getMessage() + ".");
        }
    }
}
