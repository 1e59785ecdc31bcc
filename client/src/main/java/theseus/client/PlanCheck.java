package theseus.client;

import theseus.sdk.Hash;

/**
 * Whether a plan could be opened now.
 *
 * @param code what stands against it; empty when it fits
 * @param where the part of the plan
 */
public record PlanCheck(Hash id, String code, String where, String message) {
    public boolean fits() {
        return code.isEmpty();
    }
}
