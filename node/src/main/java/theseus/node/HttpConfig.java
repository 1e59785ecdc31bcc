package theseus.node;

import java.nio.file.Path;

/**
 * The HTTP door.
 *
 * @param enabled whether there is one; default true
 * @param host address to listen on; default {@code 127.0.0.1}. Any that is not loopback needs
 *     {@code tlsCertificate}, {@code tlsKey} and {@code tokens}
 * @param port TCP port, 0 for any free one; default 4747
 * @param tlsCertificate PEM file with the certificate and those above it, relative to the file of
 *     the configuration; default none: HTTP without TLS
 * @param tlsKey PEM file with the certificate's private key (PKCS#8, not encrypted, readable by its
 *     owner only), relative to the file of the configuration; default none
 * @param tokens file of those who may use the API ({@code ./theseus token new} says its lines),
 *     relative to the file of the configuration; default none: who reaches the node may do all
 * @param maxBodyBytes largest request body, at most 1 GiB; default 8 MiB
 * @param maxBatch most transactions in one batch; default 5,000
 * @param maxInFlightBytes request bodies, and answers above 64 KiB, held in memory at a time, all
 *     requests together; default 64 MiB
 * @param maxRequests requests under way at a time; default 512
 * @param maxStreams event streams open at a time; default 64
 * @param quota keys {@code http.quota.…}
 */
public record HttpConfig(
        boolean enabled,
        String host,
        int port,
        Path tlsCertificate,
        Path tlsKey,
        Path tokens,
        int maxBodyBytes,
        int maxBatch,
        int maxInFlightBytes,
        int maxRequests,
        int maxStreams,
        QuotaConfig quota) {
    public static final int DEFAULT_PORT = 4747;

    /** A body is held in one array. */
    static final int MOST_BODY_BYTES = 1024 * 1024 * 1024;

    /** No file. */
    static final Path NONE = Path.of("");

    public static final HttpConfig DEFAULT =
            new HttpConfig(
                    true,
                    "127.0.0.1",
                    DEFAULT_PORT,
                    NONE,
                    NONE,
                    NONE,
                    8 * 1024 * 1024,
                    5_000,
                    64 * 1024 * 1024,
                    512,
                    64,
                    QuotaConfig.DEFAULT);

    public HttpConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port lies between 0 and 65535, not at " + port);
        }
        if (maxBodyBytes < 1024
                || maxBodyBytes > MOST_BODY_BYTES
                || maxBodyBytes > maxInFlightBytes) {
            throw new IllegalArgumentException(
                    "maxBodyBytes of "
                            + maxBodyBytes
                            + " must lie between 1024 and "
                            + MOST_BODY_BYTES
                            + ", and within maxInFlightBytes, "
                            + maxInFlightBytes);
        }
        if (maxBatch < 1 || maxRequests < 1 || maxStreams < 0) {
            throw new IllegalArgumentException("the bounds of the HTTP door must be positive");
        }
        if (tlsCertificate.equals(NONE) != tlsKey.equals(NONE)) {
            throw new IllegalArgumentException(
                    "http.tlsCertificate and http.tlsKey belong together: set both or none");
        }
    }

    boolean encrypts() {
        return !tlsCertificate.equals(NONE);
    }

    boolean asksWho() {
        return !tokens.equals(NONE);
    }

    public HttpConfig withHost(String address) {
        return with(enabled, address, port, tlsCertificate, tlsKey, tokens, quota);
    }

    public HttpConfig withPort(int number) {
        return with(enabled, host, number, tlsCertificate, tlsKey, tokens, quota);
    }

    public HttpConfig withTls(Path certificate, Path key) {
        return with(enabled, host, port, certificate, key, tokens, quota);
    }

    public HttpConfig withTokens(Path file) {
        return with(enabled, host, port, tlsCertificate, tlsKey, file, quota);
    }

    public HttpConfig withQuota(QuotaConfig shares) {
        return with(enabled, host, port, tlsCertificate, tlsKey, tokens, shares);
    }

    public HttpConfig closed() {
        return with(false, host, port, tlsCertificate, tlsKey, tokens, quota);
    }

    private HttpConfig with(
            boolean open,
            String address,
            int number,
            Path certificate,
            Path key,
            Path who,
            QuotaConfig shares) {
        return new HttpConfig(
                open,
                address,
                number,
                certificate,
                key,
                who,
                maxBodyBytes,
                maxBatch,
                maxInFlightBytes,
                maxRequests,
                maxStreams,
                shares);
    }
}
