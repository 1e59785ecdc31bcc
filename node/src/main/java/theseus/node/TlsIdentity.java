package theseus.node;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The certificate and key that the HTTP door shows, from two PEM files. */
final class TlsIdentity {
    private static final String CERTIFICATE = "http.tlsCertificate";
    private static final String KEY = "http.tlsKey";
    private static final Duration SOON = Duration.ofDays(14);
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    private TlsIdentity() {}

    /**
     * @throws NodeException when a file is not as it should be, the key is another certificate's,
     *     or the certificate is not valid now
     */
    static SSLContext read(Path certificate, Path key) {
        List<X509Certificate> chain = chain(certificate);
        X509Certificate own = chain.getFirst();
        checkDates(certificate, own);
        PrivateKey secret = key(key, own.getPublicKey());
        if (!belong(secret, own.getPublicKey())) {
            throw wrong(KEY, key, "this is not the key of the certificate in " + certificate);
        }
        try {
            char[] none = new char[0];
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, none);
            store.setKeyEntry("node", secret, none, chain.toArray(Certificate[]::new));
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, none);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw wrong(CERTIFICATE, certificate, "this JDK cannot use it for TLS");
        }
    }

    private static List<X509Certificate> chain(Path file) {
        String text = OwnFile.readOpen(CERTIFICATE, file);
        List<X509Certificate> chain = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            Matcher found = PEM.matcher(text);
            while (found.find()) {
                if (!found.group(1).equals("CERTIFICATE")) {
                    throw wrong(
                            CERTIFICATE, file, "it holds a " + found.group(1) + ", no certificate");
                }
                var der = new ByteArrayInputStream(decode(CERTIFICATE, file, found.group(2)));
                chain.add((X509Certificate) factory.generateCertificate(der));
            }
        } catch (CertificateException e) {
            throw wrong(CERTIFICATE, file, "one of its certificates cannot be read");
        }
        if (chain.isEmpty()) {
            throw wrong(CERTIFICATE, file, "there is no '-----BEGIN CERTIFICATE-----' in it");
        }
        return chain;
    }

    private static void checkDates(Path file, X509Certificate own) {
        Instant end = own.getNotAfter().toInstant();
        try {
            own.checkValidity();
        } catch (CertificateExpiredException e) {
            throw wrong(CERTIFICATE, file, "the certificate ended at " + end + "; renew it");
        } catch (CertificateNotYetValidException e) {
            throw wrong(
                    CERTIFICATE,
                    file,
                    "the certificate begins at "
                            + own.getNotBefore().toInstant()
                            + "; is this machine's clock right?");
        }
        if (end.isBefore(Instant.now().plus(SOON))) {
            Log.warning("http.certificate", "ends", end);
        }
    }

    private static PrivateKey key(Path file, PublicKey of) {
        Matcher found = PEM.matcher(OwnFile.read(KEY, file));
        if (!found.find()) {
            throw wrong(KEY, file, "there is no '-----BEGIN PRIVATE KEY-----' in it");
        }
        if (!found.group(1).equals("PRIVATE KEY")) {
            throw wrong(
                    KEY,
                    file,
                    "it holds a "
                            + found.group(1)
                            + ", where a PRIVATE KEY is expected; write it anew with 'openssl pkcs8"
                            + " -topk8 -nocrypt -in OLD -out NEW'");
        }
        try {
            return KeyFactory.getInstance(of.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(decode(KEY, file, found.group(2))));
        } catch (GeneralSecurityException e) {
            throw wrong(KEY, file, "it is no key for the certificate's " + of.getAlgorithm());
        }
    }

    /** Without its cause, which could quote the key. */
    private static byte[] decode(String key, Path file, String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw wrong(key, file, "what stands between its lines is not base64");
        }
    }

    private static boolean belong(PrivateKey secret, PublicKey open) {
        String algorithm =
                switch (open.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> open.getAlgorithm();
                };
        byte[] something = "theseus".getBytes(StandardCharsets.US_ASCII);
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(secret);
            signature.update(something);
            byte[] signed = signature.sign();
            signature.initVerify(open);
            signature.update(something);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static NodeException wrong(String key, Path file, String what) {
        return new NodeException("TLS_UNUSABLE", key + ": " + file + ": " + what);
    }
}
