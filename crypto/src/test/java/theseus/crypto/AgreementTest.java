package theseus.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;
import theseus.protocol.SignatureCheck;
import theseus.protocol.SignatureRules;
import theseus.protocol.SigningKey;
import theseus.sdk.Bytes;
import theseus.sdk.PublicKey;

/** All providers and the light client give the same answer, and it is the right one. */
final class AgreementTest {
    private static final List<Signatures> PROVIDERS = providers();

    @Test
    void ed25519EdgeCases() {
        judge(Ed25519Vectors.all(), 750);
    }

    @Test
    void p256EdgeCases() {
        judge(P256Vectors.all(), 400);
    }

    /** What the rules are for: without them BouncyCastle alone accepts some of the vectors. */
    @Test
    void theVectorsBite() {
        long accepted =
                Ed25519Vectors.all().stream()
                        .filter(it -> it.comment().equals("Ed25519: R of mixed order"))
                        .filter(AgreementTest::acceptedByBouncyCastleAlone)
                        .count();
        assertTrue(accepted > 0);
    }

    /** Random damage has no expected answer, but one answer. */
    @Test
    void damagedSignaturesAndKeysAreJudgedAlike() {
        Random random = new Random(20261121);
        for (int i = 0; i < 300; i++) {
            Bytes secret = random(random, 32);
            SigningKey key = i % 2 == 0 ? SigningKey.ed25519(secret) : SigningKey.p256(secret);
            Bytes content = random(random, random.nextInt(100));
            Bytes signature = damaged(key.sign(content), random);
            Bytes encoded =
                    random.nextInt(3) == 0
                            ? damaged(key.publicKey().bytes(), random)
                            : key.publicKey().bytes();
            PublicKey publicKey = new PublicKey(key.publicKey().algorithm(), encoded);
            boolean first = PROVIDERS.getFirst().verify(publicKey, content, signature);
            for (Signatures provider : PROVIDERS) {
                assertEquals(
                        first,
                        provider.verify(publicKey, content, signature),
                        provider.name() + ", round " + i + ": " + publicKey + " " + signature);
            }
        }
    }

    @Test
    void keysAreAdmittedAlike() {
        List<Vector> vectors = new ArrayList<>(Ed25519Vectors.all());
        vectors.addAll(P256Vectors.all());
        for (PublicKey key : vectors.stream().map(Vector::key).distinct().toList()) {
            boolean admitted = SignatureRules.admitsKey(key);
            assertEquals(admitted, new BouncyCastleProvider().parse(key).isPresent(), "" + key);
            AccpProvider.load()
                    .ifPresent(it -> assertEquals(admitted, it.parse(key).isPresent(), "" + key));
        }
    }

    @Test
    void unknownAlgorithmsAreRefused() {
        PublicKey key = new PublicKey(3, Bytes.of(new byte[32]));
        for (Signatures provider : PROVIDERS) {
            assertFalse(provider.verify(key, Bytes.EMPTY, Bytes.of(new byte[64])));
        }
        assertThrows(IllegalArgumentException.class, () -> Signatures.named("openssl"));
    }

    private static void judge(List<Vector> vectors, int atLeast) {
        assertTrue(vectors.size() >= atLeast, "only " + vectors.size() + " vectors");
        SignatureCheck client = SignatureCheck.jdk();
        for (Vector vector : vectors) {
            for (Signatures provider : PROVIDERS) {
                assertEquals(
                        vector.valid(),
                        provider.verify(vector.key(), vector.content(), vector.signature()),
                        () -> provider.name() + ": " + show(vector));
            }
            if (vector.valid()) {
                assertTrue(client.verify(vector.key(), vector.content(), vector.signature()));
            }
        }
    }

    private static String show(Vector vector) {
        return vector + ", key " + vector.key().bytes() + ", signature " + vector.signature();
    }

    private static boolean acceptedByBouncyCastleAlone(Vector vector) {
        return Ed25519.verify(
                vector.signature().toArray(),
                0,
                vector.key().bytes().toArray(),
                0,
                vector.content().toArray(),
                0,
                vector.content().size());
    }

    private static Bytes damaged(Bytes bytes, Random random) {
        byte[] damaged = bytes.toArray();
        switch (random.nextInt(4)) {
            case 0 -> damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            case 1 -> damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            case 2 -> {
                int from = random.nextInt(damaged.length);
                java.util.Arrays.fill(
                        damaged, from, damaged.length, (byte) (random.nextBoolean() ? 0 : 255));
            }
            default -> {
                // As it is.
            }
        }
        return Bytes.of(damaged);
    }

    private static Bytes random(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    private static List<Signatures> providers() {
        List<Signatures> found = new ArrayList<>();
        found.add(Signatures.named(Signatures.JDK));
        found.add(Signatures.named(Signatures.BOUNCY_CASTLE));
        if (AccpProvider.load().isPresent()) {
            found.add(Signatures.named(Signatures.ACCP));
        }
        return found;
    }
}
