package theseus.cli;

import java.nio.file.Path;

/** Where things of this user and this installation lie. */
final class Home {
    private Home() {}

    /** The user's folder: {@code THESEUS_HOME}, or {@code ~/.theseus}. */
    static Path user() {
        String chosen = System.getenv("THESEUS_HOME");
        return chosen == null || chosen.isBlank()
                ? Path.of(System.getProperty("user.home"), ".theseus")
                : Path.of(chosen);
    }

    static KeyStore keys() {
        return new KeyStore(user().resolve("keys"));
    }

    /** The checkout that this was built from; the launcher says it. */
    static Path installation() {
        String home = System.getProperty("theseus.home");
        if (home == null) {
            throw Failure.unavailable(
                    "Start Theseus by its launcher, ./theseus: it says where the modules lie.");
        }
        return Path.of(home);
    }
}
