package theseus.node;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/** Which addresses it listens on, and which names it answers to. */
record HostRule(InetAddress address, boolean any, String host) {
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
        if (!address.isLoopbackAddress() && !config.allowRemote()) {
            throw new NodeException(
                    "NOT_LOOPBACK",
                    "http.host '"
                            + config.host()
                            + "' is reachable from other machines and the API has no"
                            + " authentication. Put a gateway before it and set"
                            + " http.allowRemote = true, or use 127.0.0.1");
        }
        return new HostRule(address, config.allowRemote(), config.host());
    }

    /** A browser that was sent here under a foreign name (DNS rebinding) is turned away. */
    void check(String header) {
        if (any) {
            return;
        }
        int port = header.lastIndexOf(':');
        String name = port > header.lastIndexOf(']') ? header.substring(0, port) : header;
        switch (name.toLowerCase(Locale.ROOT)) {
            case "localhost", "127.0.0.1", "[::1]" -> {}
            default -> {
                if (!name.equals(host)) {
                    throw new HttpError(
                            421,
                            "FOREIGN_HOST",
                            "This node answers to localhost only",
                            "header Host",
                            "Use http://localhost or set http.allowRemote = true",
                            0);
                }
            }
        }
    }
}
