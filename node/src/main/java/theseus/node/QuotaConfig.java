package theseus.node;

/**
 * What one client of the HTTP door may take of it. A client is the name of its token, else its
 * address (of IPv6 the network of 64 bits). What is left free also counts: nobody takes more than
 * four times that.
 *
 * @param connections open at a time, all clients together, at most half of the files that the
 *     process may open; default 4,096
 * @param connectionsPerAddress open at a time; default 1,024
 * @param requestsPerClient under way at a time; default 256
 * @param bytesPerClient of request bodies and large answers under way, or a single one that is
 *     larger; default 16 MiB
 * @param streamsPerClient event streams open at a time; default 16
 */
public record QuotaConfig(
        int connections,
        int connectionsPerAddress,
        int requestsPerClient,
        int bytesPerClient,
        int streamsPerClient) {
    public static final QuotaConfig DEFAULT =
            new QuotaConfig(4_096, 1_024, 256, 16 * 1024 * 1024, 16);

    public QuotaConfig {
        if (connections < 1
                || connectionsPerAddress < 1
                || requestsPerClient < 1
                || bytesPerClient < 1
                || streamsPerClient < 1) {
            throw new IllegalArgumentException("the quotas of the HTTP door must be positive");
        }
    }

    /**
     * With connections for at most half of the files that the process may have open: the state
     * needs the others.
     */
    QuotaConfig within(long openFiles) {
        int most = (int) Math.clamp(openFiles / 2, 1, Integer.MAX_VALUE);
        return most >= connections
                ? this
                : new QuotaConfig(
                        most,
                        Math.min(connectionsPerAddress, most),
                        requestsPerClient,
                        bytesPerClient,
                        streamsPerClient);
    }
}
