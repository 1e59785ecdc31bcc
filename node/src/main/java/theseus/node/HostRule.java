package theseus.node;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * Which addresses it listens on, and which names it answers to. Beyond loopback it asks everybody
 * for a token, so the name that a caller used does not matter there.
 */
record HostRule(InetAddress address, String host) {
    static HostRule of(HttpConfig config) {
        InetAddress address;
        try {
            address = InetAddress.getByName(config.host());
        } catch (UnknownHostException e) {
            throw new NodeException(
                    "HOST_UNKNOWN",
                    "http.host '" + config.host() + "' is no address of this machine",
                    e);
        }
        if (!address.isLoopbackAddress() && !(config.encrypts() && config.asksWho())) {
            throw new NodeException(
                    "NOT_LOOPBACK",
                    "http.host '"
                            + config.host()
                            + "' is reachable from other machines, which needs"
                            + (config.encrypts() ? "" : " http.tlsCertificate and http.tlsKey")
                            + (config.encrypts() || config.asksWho() ? "" : " and")
                            + (config.asksWho() ? "" : " http.tokens")
                            + " in the configuration. The operator's guide says how to make them"
                            + " (\"A node that others reach\"); or use 127.0.0.1");
        }
        return new HostRule(address, config.host());
    }

    /** A browser that was sent here under a foreign name (DNS rebinding) is turned away. */
    void checkHost(String header) {
        if (address.isLoopbackAddress() && !isOurs(header)) {
            throw new HttpError(
                    421,
                    "FOREIGN_HOST",
                    "This node answers to localhost only",
                    "header Host",
                    "Use http://localhost, or let the node listen on another http.host",
                    0);
        }
    }

    /** So is the page of another site, which could hold streams or send what it cannot read. */
    void checkOrigin(String header) {
        int scheme = header.indexOf("://");
        if (address.isLoopbackAddress() && (scheme < 0 || !isOurs(header.substring(scheme + 3)))) {
            throw new HttpError(
                    403,
                    "FOREIGN_ORIGIN",
                    "This node answers pages of localhost only",
                    "header Origin",
                    "Serve the page from localhost, or ask from a program",
                    0);
        }
    }

    /** {@code name} or {@code name:port}. */
    private boolean isOurs(String authority) {
        int port = authority.lastIndexOf(':');
        String name = port > authority.lastIndexOf(']') ? authority.substring(0, port) : authority;
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "localhost", "127.0.0.1", "[::1]" -> true;
            default -> name.equals(host);
        };
    }
}
