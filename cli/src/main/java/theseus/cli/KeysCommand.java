package theseus.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code theseus keys}: the signing keys of this user. */
@Command(
        name = "keys",
        description = "Make and list signing keys, encrypted.",
        subcommands = {KeysCommand.New.class, KeysCommand.ListAll.class, KeysCommand.Show.class})
final class KeysCommand {
    private static Map<String, Object> plain(KeyStore.Entry key) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", key.name());
        document.put("account", key.account());
        document.put("algorithm", key.algorithm());
        document.put("publicKey", key.publicKey());
        return document;
    }

    @Command(name = "new", description = "Make a key and the account that goes with it.")
    static final class New implements Runnable {
        @Parameters(
                paramLabel = "NAME",
                description = "The key's name: lower-case letters, digits, '-'.")
        private String name = "";

        @Mixin private Passphrase passphrase = new Passphrase();
        @Mixin private Output output = new Output();

        @Override
        public void run() {
            KeyStore keys = Home.keys();
            output.result(plain(keys.create(name, passphrase.choose(name))));
        }
    }

    @Command(name = "list", description = "List the keys.")
    static final class ListAll implements Runnable {
        @Mixin private Output output = new Output();

        @Override
        public void run() {
            List<Map<String, Object>> keys =
                    Home.keys().list().stream().map(KeysCommand::plain).toList();
            output.result(Map.of("keys", keys));
        }
    }

    @Command(name = "show", description = "Show one key's account and public key.")
    static final class Show implements Runnable {
        @Parameters(
                paramLabel = "NAME",
                description = "The key's name: lower-case letters, digits, '-'.")
        private String name = "";

        @Mixin private Output output = new Output();

        @Override
        public void run() {
            output.result(plain(Home.keys().find(name)));
        }
    }
}
