package theseus.cli;

import java.util.ArrayList;
import java.util.List;
import theseus.assessment.Finding;
import theseus.assessment.Severity;
import theseus.protocol.Descriptor;
import theseus.protocol.Descriptor.LensShape;
import theseus.protocol.Limits;
import theseus.protocol.Schema;
import theseus.sdk.Lens;

/**
 * What a lens cannot carry because of its size, where no type of the version in force keeps senders
 * from writing it. In a block such a transaction is refused; in SHADOW the block was decided
 * already, and the plan ends.
 */
final class LensBounds {
    private LensBounds() {}

    static List<Finding> of(Descriptor candidate, Descriptor old) {
        List<Finding> findings = new ArrayList<>();
        for (LensShape lens : candidate.lenses()) {
            boolean carries =
                    old.tables().stream()
                            .anyMatch(
                                    table ->
                                            table.name().equals(lens.table())
                                                    && table.schema() == lens.fromSchema());
            if (carries && lens.family() && !isBounded(lens.fromKey())) {
                findings.add(family(lens));
            }
            if (carries && isOpen(lens.fromValue())) {
                findings.add(record(lens));
            }
        }
        return findings;
    }

    private static String name(LensShape lens) {
        return "lens %s %d → %s %d"
                .formatted(lens.table(), lens.fromSchema(), lens.toTable(), lens.toSchema());
    }

    private static Finding family(LensShape lens) {
        return new Finding(
                Severity.WARNING,
                "FAMILY_UNBOUNDED",
                name(lens),
                "carries families of at most %,d records, and no type in the key keeps the version in force below that"
                        .formatted(Lens.OfFamily.MAX_FAMILY),
                "the plan itself: whoever may write more under one root ends it in SHADOW",
                "see that the version in force refuses beyond a bound, or let a version before do so");
    }

    private static Finding record(LensShape lens) {
        return new Finding(
                Severity.NOTE,
                "RECORD_UNBOUNDED",
                name(lens),
                "makes a record of at most %,d bytes, and no type keeps the older one clear of that"
                        .formatted(Limits.MAX_VALUE_BYTES),
                "the plan itself, if its image is the larger one: who may write such a record ends it in SHADOW",
                "see that the version in force bounds what is written there");
    }

    /** Whether so few keys can begin with the same field that a family always fits. */
    static boolean isBounded(Schema key) {
        if (!(key instanceof Schema.Structure structure)) {
            return true; // a family of one
        }
        long most = 1;
        for (Schema.Field field : structure.fields().subList(1, structure.fields().size())) {
            most = Math.min(Lens.OfFamily.MAX_FAMILY + 1L, most * values(field.schema()));
        }
        return most <= Lens.OfFamily.MAX_FAMILY;
    }

    /** How many values there are; beyond what matters, one too many. */
    private static long values(Schema schema) {
        return switch (schema) {
            case Schema.Bool _ -> 2;
            case Schema.Enumeration constants -> constants.constants().size();
            case Schema.OptionalOf(Schema of) -> Math.min(Lens.OfFamily.MAX_FAMILY, values(of)) + 1;
            case Schema.Int _,
                    Schema.BigInt _,
                    Schema.Text _,
                    Schema.ByteString _,
                    Schema.Account _,
                    Schema.Digest _,
                    Schema.Structure _,
                    Schema.Union _,
                    Schema.ListOf _ ->
                    Lens.OfFamily.MAX_FAMILY + 1L;
        };
    }

    /** Whether a value may be as long as its writer likes. */
    private static boolean isOpen(Schema schema) {
        return switch (schema) {
            case Schema.Text _, Schema.ByteString _, Schema.BigInt _, Schema.ListOf _ -> true;
            case Schema.OptionalOf(Schema of) -> isOpen(of);
            case Schema.Structure structure ->
                    structure.fields().stream().anyMatch(field -> isOpen(field.schema()));
            case Schema.Union union -> union.cases().stream().anyMatch(LensBounds::isOpen);
            case Schema.Bool _,
                    Schema.Int _,
                    Schema.Account _,
                    Schema.Digest _,
                    Schema.Enumeration _ ->
                    false;
        };
    }
}
