package theseus.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * How a client gets at a node that others reach too: the token that it shows, and the certificates
 * that it trusts for {@code https}. What the chain holds it verifies all the same. Says nothing of
 * its token when printed.
 */
public final class Access {
    /** No token; for {@code https} what the JDK trusts. */
    public static final Access OPEN = new Access(Optional.empty(), Optional.empty());

    private final Optional<String> token;
    private final Optional<SSLContext> trust;

    private Access(Optional<String> token, Optional<SSLContext> trust) {
        this.token = token;
        this.trust = trust;
    }

    /**
     * @throws IllegalArgumentException when this cannot be a token
     */
    public Access withToken(String secret) {
        if (!secret.matches("[\\x21-\\x7e]{1,256}")) {
            throw new IllegalArgumentException(
                    "A token is one word of at most 256 letters, digits and signs");
        }
        return new Access(Optional.of(secret), trust);
    }

    /**
     * Trusts these certificates, and those that they signed, instead of what the JDK trusts.
     *
     * @param pem file with one or more
     * @throws IllegalArgumentException when it has none, or cannot be read
     */
    public Access trusting(Path pem) {
        try (InputStream in = Files.newInputStream(pem)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, new char[0]);
            int number = 0;
            for (Certificate one :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("trusted-" + number++, one);
            }
            if (number == 0) {
                throw new IllegalArgumentException(pem + " holds no certificate");
            }
            TrustManagerFactory managers =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return new Access(token, Optional.of(context));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("There is no file " + pem, e);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    pem + " cannot be read as certificates in PEM (" + e.getMessage() + ")", e);
        }
    }

    /**
     * @throws IllegalArgumentException when the token would be seen on the way to this node
     */
    Access at(URI node) {
        if (token.isPresent() && !"https".equals(node.getScheme()) && !isHere(node.getHost())) {
            throw new IllegalArgumentException(
                    "A token is sent with https only, or to this machine; " + node + " is neither");
        }
        return this;
    }

    HttpClient.Builder with(HttpClient.Builder client) {
        trust.ifPresent(client::sslContext);
        return client;
    }

    HttpRequest.Builder with(HttpRequest.Builder request) {
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return request;
    }

    @Override
    public String toString() {
        return token.isPresent() ? "Access with a token" : "Access without a token";
    }

    private static boolean isHere(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
