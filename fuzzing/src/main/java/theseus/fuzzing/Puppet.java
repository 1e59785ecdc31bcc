package theseus.fuzzing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An HTTP server on this machine that says whatever it was told to say, to whoever asks for
 * whatever: what a client has to put up with.
 */
public final class Puppet implements AutoCloseable {
    private static final int BACKLOG = 64;
    private static final String LENGTH = "content-length:";

    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Speech speech = (asked, out) -> false;

    /** What is said to one request. */
    @FunctionalInterface
    public interface Speech {
        /**
         * @param asked the request's first line
         * @return whether the connection stays for another request
         */
        boolean say(String asked, OutputStream out) throws IOException, InterruptedException;
    }

    private Puppet(ServerSocket door) {
        this.door = door;
    }

    public static Puppet start() throws IOException {
        Puppet puppet = new Puppet(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().name("puppet").start(puppet::listen);
        return puppet;
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    /** From now on. */
    public void says(Speech next) {
        speech = next;
    }

    /** From now on, the same to everybody, as HTTP has it. */
    public void answers(int status, String type, byte[] body) {
        String head =
                "HTTP/1.1 %d Said\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                        .formatted(status, type, body.length);
        speech =
                (asked, out) -> {
                    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
                    out.write(body);
                    return true;
                };
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void listen() {
        while (!door.isClosed()) {
            try {
                Socket socket = door.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                // closed, or one that came and went
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String asked = request(in);
            while (!asked.isEmpty() && speech.say(asked, socket.getOutputStream())) {
                socket.getOutputStream().flush();
                asked = request(in);
            }
        } catch (IOException e) {
            // who asked is gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    /** The first line of a request that was read to its end; empty when there is none any more. */
    private static String request(InputStream in) throws IOException {
        String first = line(in);
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                length = Integer.parseInt(line.substring(LENGTH.length()).strip());
            }
        }
        in.skipNBytes(length);
        return first;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = in.read(); read >= 0 && read != '\n'; read = in.read()) {
            if (read != '\r') {
                line.append((char) read);
            }
        }
        return line.toString();
    }
}
