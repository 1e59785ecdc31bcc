package theseus.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SendingTest {
    private static final long WRITE_MILLIS = 60_000;

    @Test
    void eachPieceOfALargeArrayHasItsOwnTime() throws Exception {
        byte[] all = new byte[8 * Sending.PIECE_BYTES + 5];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i / 100);
        }
        try (SocketChannel channel = SocketChannel.open()) {
            Connection connection =
                    new Connection(
                            channel,
                            new InetSocketAddress("10.0.0.1", 1),
                            true,
                            new Patience(WRITE_MILLIS, WRITE_MILLIS, WRITE_MILLIS, WRITE_MILLIS));
            var sent = new ByteArrayOutputStream();
            var out =
                    new OutputStream() {
                        private int pieces;

                        @Override
                        public void write(int one) {
                            throw new AssertionError("one by one");
                        }

                        @Override
                        public void write(byte[] bytes, int offset, int length) {
                            assertTrue(length <= Sending.PIECE_BYTES, "a piece of " + length);
                            assertTrue(isLimited(connection));
                            sent.write(bytes, offset, length);
                            pieces++;
                        }
                    };
            new Sending.Watched(out, connection).write(all, 3, all.length - 3);
            assertEquals(9, out.pieces);
            byte[] expected = new byte[all.length - 3];
            System.arraycopy(all, 3, expected, 0, expected.length);
            assertArrayEquals(expected, sent.toByteArray());
            assertTrue(!isLimited(connection), "what was written is not waited for");
        }
    }

    /** Else a reader could not tell it from one that broke off. */
    @Test
    void aStreamThatIsWholeSaysSo() throws Exception {
        try (TestDoor door =
                        new TestDoor(
                                HttpConfig.DEFAULT,
                                new Patience(
                                        WRITE_MILLIS, WRITE_MILLIS, WRITE_MILLIS, WRITE_MILLIS));
                Socket socket = door.asking(1, "/v1/quiet")) {
            door.release.countDown();
            String all =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertTrue(all.contains("Transfer-Encoding: chunked"), all);
            assertTrue(all.endsWith("\r\n0\r\n\r\n"), all);
        }
    }

    private static boolean isLimited(Connection connection) {
        return connection.isLate(
                System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2 * WRITE_MILLIS));
    }
}
