package theseus.health;

/**
 * What goes on at a constant rate while a module is upgraded.
 *
 * @param patients how many grant and revoke, by keys alone
 * @param grantsBefore what they granted before, which the upgrade has to migrate
 * @param readsPerSecond records that readers announce, fetch, open and prove
 * @param writesPerSecond records that institutions encrypt, keep and commit
 * @param grantsPerSecond new grants
 * @param revocationsPerSecond of earlier grants
 */
public record LoadConfig(
        int patients,
        int grantsBefore,
        int readsPerSecond,
        int writesPerSecond,
        int grantsPerSecond,
        int revocationsPerSecond) {
    public static final LoadConfig DEFAULT = new LoadConfig(48, 4_800, 4, 4, 8, 4);
}
