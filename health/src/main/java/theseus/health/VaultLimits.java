package theseus.health;

/**
 * The bounds of a vault's service.
 *
 * @param headerAgeMillisMax how old the newest certified block may be by the vault's clock; a chain
 *     that stands still releases nothing
 * @param accessAgeMillisMax how long before that block an access may have been announced
 * @param challengeAgeMillisMax how long a reader may take to sign a challenge
 * @param challengesMax open challenges
 * @param recordsPerRequestMax records in one request
 * @param requestBytesMax size of a request's body
 * @param connectionsMax requests that are served at a time; others wait in the socket's backlog
 */
public record VaultLimits(
        long headerAgeMillisMax,
        long accessAgeMillisMax,
        long challengeAgeMillisMax,
        int challengesMax,
        int recordsPerRequestMax,
        int requestBytesMax,
        int connectionsMax) {
    public static final VaultLimits DEFAULT =
            new VaultLimits(30_000, 10 * 60_000, 30_000, 1_000, 64, 64 * 1024, 4);

    public VaultLimits {
        if (headerAgeMillisMax < 1
                || accessAgeMillisMax < 1
                || challengeAgeMillisMax < 1
                || challengesMax < 1
                || recordsPerRequestMax < 1
                || requestBytesMax < 1024
                || connectionsMax < 1) {
            throw new IllegalArgumentException("limits of a vault are at least 1: " + this);
        }
    }
}
