package theseus.node;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Base64;

/** A certificate for this machine, signed by itself, as the JDK's keytool makes it. */
record Certificates(Path certificate, Path key) {
    private static final String PASSWORD = "changeit";

    /**
     * @param days it is valid for; negative: it ended so long ago
     */
    static Certificates make(Path directory, String algorithm, int days) throws Exception {
        Path store = directory.resolve("store" + System.nanoTime() + ".p12");
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process =
                new ProcessBuilder(
                                keytool,
                                "-genkeypair",
                                "-alias",
                                "node",
                                "-keyalg",
                                algorithm,
                                "-dname",
                                "CN=localhost",
                                "-validity",
                                Integer.toString(Math.abs(days)),
                                "-startdate",
                                days < 0 ? (2 * days) + "d" : "-1d",
                                "-ext",
                                "san=dns:localhost,ip:127.0.0.1",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                PASSWORD)
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new AssertionError(said);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Path certificate = directory.resolve(store.getFileName() + ".pem");
        Files.writeString(
                certificate, pem("CERTIFICATE", keys.getCertificate("node").getEncoded()));
        Path key = directory.resolve(store.getFileName() + ".key");
        own(key, pem("PRIVATE KEY", keys.getKey("node", PASSWORD.toCharArray()).getEncoded()));
        return new Certificates(certificate, key);
    }

    /** A file that only its owner may read. */
    static Path own(Path file, String text) throws Exception {
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    static String pem(String what, byte[] content) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {10}).encodeToString(content);
        return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
    }
}
