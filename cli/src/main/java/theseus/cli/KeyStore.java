package theseus.cli;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import theseus.protocol.Accounts;
import theseus.protocol.SigningKey;
import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;

/**
 * Signing keys of this user, one file each, readable by the owner only. The 32-byte seed is
 * encrypted with AES-256-GCM under a key from the passphrase (PBKDF2-HMAC-SHA-256); name, public
 * key and account stand in clear and are authenticated with it.
 */
final class KeyStore {
    private static final int ITERATIONS = 600_000;
    private static final int MAX_ITERATIONS = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int SEED_BYTES = 32;
    private static final int TAG_BITS = 128;
    private static final int MAX_FILE_BYTES = 4096;
    private static final String SUFFIX = ".key.json";
    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

    private final Path directory;
    private final SecureRandom random = new SecureRandom();

    KeyStore(Path directory) {
        this.directory = directory;
    }

    /** A key as it may be shown to anybody. */
    record Entry(String name, String algorithm, String publicKey, String account) {
        AccountId id() {
            return AccountId.fromHex(account);
        }
    }

    /** The file. All byte strings in hexadecimal. */
    record Stored(
            int format,
            String name,
            String algorithm,
            String publicKey,
            String account,
            int iterations,
            String salt,
            String nonce,
            String ciphertext) {
        Entry entry() {
            return new Entry(name, algorithm, publicKey, account);
        }

        byte[] authenticated() {
            return (format + "/" + name + "/" + algorithm + "/" + publicKey + "/" + account)
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    Entry create(String name, char[] passphrase) {
        checkName(name);
        byte[] seed = random(SEED_BYTES);
        try {
            SigningKey key = SigningKey.ed25519(Bytes.of(seed));
            AccountId account = Accounts.idOf(AccountKeys.single(key.publicKey()));
            Bytes salt = Bytes.of(random(SALT_BYTES));
            Bytes nonce = Bytes.of(random(NONCE_BYTES));
            Stored clear =
                    new Stored(
                            1,
                            name,
                            "ed25519",
                            key.publicKey().bytes().hex(),
                            account.bytes().hex(),
                            ITERATIONS,
                            salt.hex(),
                            nonce.hex(),
                            "");
            byte[] ciphertext = crypt(Cipher.ENCRYPT_MODE, clear, passphrase, seed);
            write(
                    new Stored(
                            clear.format(),
                            clear.name(),
                            clear.algorithm(),
                            clear.publicKey(),
                            clear.account(),
                            clear.iterations(),
                            clear.salt(),
                            clear.nonce(),
                            Bytes.of(ciphertext).hex()));
            return clear.entry();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks AES-GCM or PBKDF2", e);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    SigningKey open(String name, char[] passphrase) {
        Stored stored = read(file(name));
        try {
            byte[] seed =
                    crypt(
                            Cipher.DECRYPT_MODE,
                            stored,
                            passphrase,
                            Bytes.fromHex(stored.ciphertext()).toArray());
            try {
                return SigningKey.ed25519(Bytes.of(seed));
            } finally {
                Arrays.fill(seed, (byte) 0);
            }
        } catch (AEADBadTagException e) {
            throw Failure.refused(
                    "WRONG_PASSPHRASE",
                    "The passphrase does not open the key '"
                            + name
                            + "', or its file was changed.");
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw Failure.refused("KEY_FILE_DAMAGED", "The file of key '" + name + "' is damaged.");
        }
    }

    Entry find(String name) {
        return read(file(name)).entry();
    }

    boolean has(String name) {
        return Files.exists(file(name));
    }

    List<Entry> list() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .map(file -> read(file).entry())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] crypt(int mode, Stored stored, char[] passphrase, byte[] input)
            throws GeneralSecurityException {
        if (stored.iterations() < 1 || stored.iterations() > MAX_ITERATIONS) {
            throw new GeneralSecurityException("iterations out of bounds");
        }
        PBEKeySpec spec =
                new PBEKeySpec(
                        passphrase,
                        Bytes.fromHex(stored.salt()).toArray(),
                        stored.iterations(),
                        256);
        byte[] key =
                SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                        .generateSecret(spec)
                        .getEncoded();
        spec.clearPassword();
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    mode,
                    new SecretKeySpec(key, "AES"),
                    new GCMParameterSpec(TAG_BITS, Bytes.fromHex(stored.nonce()).toArray()));
            cipher.updateAAD(stored.authenticated());
            return cipher.doFinal(input);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private void write(Stored stored) {
        try {
            Files.createDirectories(directory);
            byte[] text = JSON.writeValueAsBytes(stored);
            Path file = file(stored.name());
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.write(file, text, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        } catch (FileAlreadyExistsException e) {
            throw Failure.refused(
                    "KEY_EXISTS",
                    "There is a key '" + stored.name() + "' already; choose another name.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Stored read(Path file) {
        String name = file.getFileName().toString().replace(SUFFIX, "");
        if (!Files.exists(file)) {
            throw Failure.usage(
                    "There is no key '"
                            + name
                            + "' in "
                            + directory
                            + ". Make one with: theseus keys new "
                            + name);
        }
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new IOException("too large");
            }
            Stored stored = JSON.readValue(file.toFile(), Stored.class);
            if (stored == null
                    || stored.format() != 1
                    || !Set.of("ed25519").contains(stored.algorithm())) {
                throw new IOException("unknown format");
            }
            AccountId.fromHex(stored.account());
            return stored;
        } catch (IOException | IllegalArgumentException e) {
            throw Failure.refused("KEY_FILE_DAMAGED", "The file of key '" + name + "' is damaged.");
        }
    }

    private Path file(String name) {
        checkName(name);
        return directory.resolve(name + SUFFIX);
    }

    private static void checkName(String name) {
        if (!name.matches("[a-z][a-z0-9-]{0,31}")) {
            throw Failure.usage(
                    "A key's name has 1 to 32 lower-case letters, digits and '-', a letter first;"
                            + " not '"
                            + name
                            + "'.");
        }
    }

    private byte[] random(int size) {
        byte[] content = new byte[size];
        random.nextBytes(content);
        return content;
    }
}
