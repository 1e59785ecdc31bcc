package theseus.assessment;

import java.util.List;
import java.util.Optional;
import theseus.assessment.Rehearsed.Dependent;
import theseus.assessment.Rehearsed.Divergence;
import theseus.assessment.Rehearsed.FreeRun;
import theseus.assessment.Rehearsed.InvariantResult;
import theseus.assessment.Rehearsed.MessageResult;
import theseus.assessment.Rehearsed.Mode;
import theseus.assessment.Rehearsed.Reversal;
import theseus.assessment.Rehearsed.Sample;
import theseus.assessment.Rehearsed.Side;
import theseus.assessment.Rehearsed.Subject;
import theseus.assessment.Rehearsed.TableMigration;
import theseus.assessment.Rehearsed.Uncovered;
import theseus.protocol.Gate;
import theseus.protocol.Plan;
import theseus.protocol.Sha256;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Values as a rehearsal makes them. */
final class Fixtures {
    private Fixtures() {}

    static Hash hash(String of) {
        return Sha256.of(Bytes.wrap(of.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private static Plan.MessageName message(String name) {
        return new Plan.MessageName("consent", name);
    }

    /** A rehearsal in which nothing speaks against the candidate. */
    static Rehearsed quiet() {
        return new Rehearsed(
                new Subject(
                        hash("chain"),
                        "hospital",
                        "consent",
                        "consent",
                        "1.0.0",
                        hash("one"),
                        "2.0.0",
                        hash("two")),
                new Sample(1_000, 2_000, 40_000, 12_400, 0, hash("root")),
                List.of(),
                List.of(),
                List.of(
                        new MessageResult(
                                message("Grant"),
                                8_000,
                                0,
                                0,
                                12,
                                12,
                                700,
                                9_600_000,
                                10_100_000,
                                118),
                        new MessageResult(
                                message("Revoke"),
                                4_400,
                                0,
                                0,
                                3,
                                3,
                                510,
                                3_100_000,
                                3_000_000,
                                104)),
                List.of(),
                new FreeRun("", 12_400, 0, 0, 0),
                List.of(new InvariantResult("endsAfterItBegins", "record", true, "")),
                List.of(new TableMigration("consents", 2, "consents 1", 81_000, 9_300_000, 0)),
                List.of(),
                new Reversal(true, List.of(), 0),
                List.of());
    }

    /** One that found a good deal. */
    static Rehearsed faulty() {
        Rehearsed quiet = quiet();
        return new Rehearsed(
                quiet.subject(),
                quiet.sample(),
                List.of(
                        new Finding(
                                Severity.WARNING,
                                "EVENT_CHANGED",
                                "event Granted",
                                "field 'purpose' added",
                                "whoever reads it",
                                "tell them the new shape"),
                        new Finding(
                                Severity.NOTE,
                                "MESSAGE_ADDED",
                                "message Grant",
                                "form 2 is new",
                                "",
                                "")),
                List.of(
                        new Plan.Declaration(
                                message("Grant"),
                                Plan.Respect.OUTCOME,
                                "PURPOSE_MISSING",
                                "a grant for research must say what for")),
                List.of(
                        new MessageResult(
                                message("Access"),
                                6_210,
                                0,
                                1,
                                240,
                                239,
                                640,
                                9_600_000,
                                9_900_000,
                                131),
                        new MessageResult(
                                message("Grant"),
                                3_900,
                                61,
                                0,
                                12,
                                73,
                                511,
                                4_800_000,
                                11_100_000,
                                260),
                        new MessageResult(
                                message("Revoke"), 44, 0, 0, 3, 3, 41, 44_000, 43_000, 101)),
                List.of(
                        new Divergence(
                                Mode.COMPARING,
                                1_377,
                                hash("tx"),
                                "consent.Access",
                                Optional.of(Gate.UNDECLARED_DIFFERENCE),
                                "Refused CONSENT_REVOKED before, applied now.",
                                List.of(
                                        "outcome: refused CONSENT_REVOKED / applied",
                                        "event audit.Accessed only in the candidate's world"),
                                new Side(
                                        "refused by consent: CONSENT_REVOKED",
                                        41_200,
                                        List.of(),
                                        List.of()),
                                new Side(
                                        "applied",
                                        58_800,
                                        List.of("audit.Accessed number=9121 <b>reader</b>=4fe1…"),
                                        List.of("audit/entries/1 0019 → 84…"))),
                        new Divergence(
                                Mode.COMPARING,
                                1_380,
                                hash("tx2"),
                                "consent.Grant",
                                Optional.empty(),
                                "",
                                List.of("outcome: applied / refused PURPOSE_MISSING"),
                                new Side(
                                        "applied",
                                        1_200,
                                        List.of("consent.Granted id=…"),
                                        List.of()),
                                new Side(
                                        "refused by consent: PURPOSE_MISSING",
                                        900,
                                        List.of(),
                                        List.of()))),
                new FreeRun("", 10_100, 61, 4, 12),
                List.of(
                        new InvariantResult("endsAfterItBegins", "record", true, ""),
                        new InvariantResult(
                                "leasesEnd", "scan", false, "record 00ff… of table leases")),
                List.of(
                        new TableMigration("consents", 2, "consents 1", 81_000, 9_300_000, 17),
                        new TableMigration("leases", 1, "", 0, 0, 0)),
                List.of(
                        new Dependent("audit", "consents", true, 6_211),
                        new Dependent("records", "records", false, 15_001)),
                new Reversal(true, List.of("17 consents are limited to a purpose"), 17),
                List.of(
                        new Uncovered(
                                "message consent.Delegate",
                                "It holds the plan unless the vote waives it."),
                        new Uncovered("refusal PROXY_EXPIRED", "Nobody knows when it is given.")));
    }

    static Report report(Rehearsed rehearsed) {
        return new Report(
                Assessment.of(rehearsed),
                new Measured(
                        4_100,
                        9_000,
                        16_000,
                        11_000,
                        rehearsed.messages().stream()
                                .map(m -> new Measured.MessageTime(m.message(), 310, 420))
                                .toList()));
    }
}
