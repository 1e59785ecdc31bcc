package theseus.crypto;

import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.SignatureScheme;
import theseus.protocol.SignatureRules;
import theseus.sdk.Bytes;
import theseus.sdk.PublicKey;

/**
 * Ed25519 and P-256 under {@link SignatureRules}, computed by one provider. All providers accept
 * exactly the same signatures; they differ in speed only. Thread-safe.
 */
public final class Signatures implements SignatureScheme {
    /** Amazon Corretto Crypto Provider: the fastest, for linux-x86_64. */
    public static final String ACCP = "accp";

    public static final String BOUNCY_CASTLE = "bouncycastle";

    /** The slowest, and everywhere. */
    public static final String JDK = "jdk";

    /** Fastest first. */
    public static final List<String> NAMES = List.of(ACCP, BOUNCY_CASTLE, JDK);

    private final String name;
    private final KeyCache keys;

    private Signatures(String name, Provider provider) {
        this.name = name;
        this.keys = new KeyCache(provider);
    }

    /** The fastest provider that works here; chosen once. */
    public static Signatures best() {
        return Best.CHOICE;
    }

    /**
     * The provider of that name.
     *
     * @throws IllegalArgumentException when there is none, or it does not work on this system
     */
    public static Signatures named(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    "no signature provider is called \""
                            + name
                            + "\"; choose one of "
                            + String.join(", ", NAMES));
        }
        return find(name)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "the signature provider \""
                                                + name
                                                + "\" does not work on this system; choose "
                                                + BOUNCY_CASTLE
                                                + " or "
                                                + JDK));
    }

    public String name() {
        return name;
    }

    /**
     * How many times as long it takes to verify an Ed25519 signature as the fastest provider does:
     * 1, 2 or 17, as measured on one core of x86-64 (docs/benchmarks.md). What limits a chain of
     * many small transactions is mostly this.
     */
    public int timesSlower() {
        return switch (name) {
            case ACCP -> 1;
            case BOUNCY_CASTLE -> 2;
            default -> 17;
        };
    }

    @Override
    public boolean verify(PublicKey key, Bytes content, Bytes signature) {
        if (!SignatureRules.admitsSignature(key.algorithm(), signature)) {
            return false;
        }
        Optional<ParsedKey> parsed = keys.get(key);
        return parsed.isPresent() && parsed.get().verifies(content, signature);
    }

    private static Optional<Signatures> find(String name) {
        try {
            Optional<? extends Provider> provider =
                    switch (name) {
                        case ACCP -> AccpProvider.load();
                        case BOUNCY_CASTLE -> Optional.of(new BouncyCastleProvider());
                        default -> Optional.of(new JdkProvider());
                    };
            return provider.map(found -> new Signatures(name, found));
        } catch (LinkageError e) {
            // Its JAR is not there at all; then the class that names it cannot be verified.
            return Optional.empty();
        }
    }

    /** Loaded at the first question. */
    private static final class Best {
        static final Signatures CHOICE =
                NAMES.stream()
                        .map(Signatures::find)
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElseThrow();
    }
}
