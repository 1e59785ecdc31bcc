package theseus.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import theseus.client.ChainClient;
import theseus.client.Sender;
import theseus.protocol.Limits;
import theseus.protocol.SigningKey;
import theseus.sdk.AccountId;

/** With which of the user's keys a command signs. */
final class Signing {
    @Option(names = "--from", paramLabel = "KEY", description = "Sign with this key of yours.")
    private Optional<String> from = Optional.empty();

    @Mixin private Passphrase passphrase = new Passphrase();

    Sender sender(ChainClient client, long gas) {
        String name =
                from.orElseThrow(() -> Failure.usage("Say with which key to sign: --from KEY."));
        if (gas < 1 || gas > Limits.MAX_TRANSACTION_GAS) {
            throw Failure.usage("Gas lies between 1 and " + Limits.MAX_TRANSACTION_GAS + ".");
        }
        AccountId account = Home.keys().find(name).id();
        SigningKey key = Home.keys().open(name, passphrase.ask(name));
        Sender sender =
                client.account(account).rotatedKeys().isPresent()
                        ? client.rotatedSender(account, List.of(key))
                        : client.sender(key);
        return sender.withGasLimit(gas);
    }
}
