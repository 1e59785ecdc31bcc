package theseus.node;

/**
 * The HTTP door.
 *
 * @param enabled whether there is one; default true
 * @param host address to listen on; default {@code 127.0.0.1}
 * @param port TCP port, 0 for any free one; default 4747
 * @param allowRemote whether a {@code host} that is not loopback is accepted; default false, since
 *     the API has no authentication of its own
 * @param maxBodyBytes largest request body; default 8 MiB
 * @param maxBatch most transactions in one batch; default 5,000
 * @param maxInFlightBytes request bodies held in memory at a time, all requests together; default
 *     64 MiB
 * @param maxRequests requests under way at a time; default 512
 * @param maxStreams event streams open at a time; default 64
 */
public record HttpConfig(
        boolean enabled,
        String host,
        int port,
        boolean allowRemote,
        int maxBodyBytes,
        int maxBatch,
        int maxInFlightBytes,
        int maxRequests,
        int maxStreams) {
    public static final int DEFAULT_PORT = 4747;

    public static final HttpConfig DEFAULT =
            new HttpConfig(
                    true,
                    "127.0.0.1",
                    DEFAULT_PORT,
                    false,
                    8 * 1024 * 1024,
                    5_000,
                    64 * 1024 * 1024,
                    512,
                    64);

    public HttpConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port lies between 0 and 65535, not at " + port);
        }
        if (maxBodyBytes < 1024 || maxBodyBytes > maxInFlightBytes) {
            throw new IllegalArgumentException(
                    "maxBodyBytes of "
                            + maxBodyBytes
                            + " must lie between 1024 and"
                            + " maxInFlightBytes, "
                            + maxInFlightBytes);
        }
        if (maxBatch < 1 || maxRequests < 1 || maxStreams < 0) {
            throw new IllegalArgumentException("the bounds of the HTTP door must be positive");
        }
    }

    public HttpConfig withPort(int number) {
        return new HttpConfig(
                enabled,
                host,
                number,
                allowRemote,
                maxBodyBytes,
                maxBatch,
                maxInFlightBytes,
                maxRequests,
                maxStreams);
    }

    public HttpConfig closed() {
        return new HttpConfig(
                false,
                host,
                port,
                allowRemote,
                maxBodyBytes,
                maxBatch,
                maxInFlightBytes,
                maxRequests,
                maxStreams);
    }
}
