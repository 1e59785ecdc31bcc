package theseus.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import theseus.health.AuditMessages.Head;
import theseus.health.AuditMessages.Listed;
import theseus.health.AuditMessages.Logged;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

final class AuditTrailTest {
    private final Entropy entropy = new SeededEntropy(4);
    private final AccountId patient = new AccountId(Bytes.wrap(entropy.bytes(32)));

    private Listed access(long number, Hash previous) {
        return new Listed(
                number,
                new Logged(
                        new AccountId(Bytes.wrap(entropy.bytes(32))),
                        new Hash(Bytes.wrap(entropy.bytes(32))),
                        Optional.empty(),
                        number,
                        number * 1000,
                        previous));
    }

    private Head headOf(List<Listed> accesses) {
        Hash last = Hash.ZERO;
        for (Listed each : accesses) {
            last = AuditTrail.hash(patient, each.number(), each.access());
        }
        return new Head(accesses.size(), last);
    }

    private List<Listed> chain(int length) {
        List<Listed> accesses = new ArrayList<>();
        Hash previous = Hash.ZERO;
        for (int i = 1; i <= length; i++) {
            accesses.add(access(i, previous));
            previous = AuditTrail.hash(patient, i, accesses.getLast().access());
        }
        return accesses;
    }

    @Test
    void aWholeListLeadsToItsHead() {
        for (int length : new int[] {0, 1, 2, 7}) {
            List<Listed> accesses = chain(length);
            assertTrue(AuditTrail.leadsTo(headOf(accesses), patient, accesses));
        }
    }

    @Test
    void aMissingAddedSwappedOrChangedAccessIsNoticed() {
        List<Listed> accesses = chain(5);
        Head head = headOf(accesses);
        for (int i = 0; i < 5; i++) {
            List<Listed> missing = new ArrayList<>(accesses);
            missing.remove(i);
            assertFalse(AuditTrail.leadsTo(head, patient, missing));
            List<Listed> changed = new ArrayList<>(accesses);
            changed.set(i, access(i + 1, accesses.get(i).access().previous()));
            assertFalse(AuditTrail.leadsTo(head, patient, changed));
        }
        List<Listed> swapped = new ArrayList<>(accesses);
        swapped.set(1, accesses.get(2));
        swapped.set(2, accesses.get(1));
        assertFalse(AuditTrail.leadsTo(head, patient, swapped));
        List<Listed> added = new ArrayList<>(accesses);
        added.add(access(6, head.hash()));
        assertFalse(AuditTrail.leadsTo(head, patient, added));
        assertFalse(AuditTrail.leadsTo(head, new AccountId(Bytes.wrap(new byte[32])), accesses));
    }

    @Test
    void anAgreementOpensForItsTwoPartiesAndNobodyElse() {
        RelationshipKeys reader = RelationshipKeys.derive(Secret.fresh(32, entropy), "a");
        RelationshipKeys owner = RelationshipKeys.derive(Secret.fresh(32, entropy), "b");
        RelationshipKeys other = RelationshipKeys.derive(Secret.fresh(32, entropy), "c");
        Hash grantId = new Hash(Bytes.wrap(entropy.bytes(32)));
        Agreement agreement = new Agreement(List.of("laboratory"), "hospital", "treatment", 5);
        Bytes body =
                agreement.seal(
                        grantId,
                        reader.sealing().publicKey(),
                        owner.sealing().publicKey(),
                        entropy);

        assertEquals(Optional.of(agreement), Agreement.open(grantId, reader.sealing(), body));
        assertEquals(Optional.of(agreement), Agreement.open(grantId, owner.sealing(), body));
        assertEquals(Optional.empty(), Agreement.open(grantId, other.sealing(), body));
        assertEquals(Optional.empty(), Agreement.open(Hash.ZERO, reader.sealing(), body));
        assertEquals(
                Optional.empty(), Agreement.open(grantId, reader.sealing(), body.slice(0, 40)));
    }
}
