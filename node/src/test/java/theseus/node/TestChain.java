package theseus.node;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import theseus.module.assets.Assets;
import theseus.protocol.Accounts;
import theseus.protocol.Genesis;
import theseus.protocol.RecordCodec;
import theseus.protocol.SigningKey;
import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;
import theseus.sdk.Table;

/** A chain with one instance of assets, {@code gold}, of which the issuer holds a million. */
final class TestChain {
    static final Table<AccountId, Assets.Balance> BALANCES =
            Table.of("balances", AccountId.class, Assets.Balance.class);
    static final SigningKey ISSUER = key(1);
    static final SigningKey OTHER = key(2);
    static final long SUPPLY = 1_000_000;

    private TestChain() {}

    static SigningKey key(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        seed[1] = (byte) (number >> 8);
        return SigningKey.ed25519(Bytes.wrap(seed));
    }

    static AccountId account(SigningKey key) {
        return Accounts.idOf(AccountKeys.single(key.publicKey()));
    }

    static NodeConfig config(Path directory) {
        NodeConfig config = NodeConfig.of(directory).withPort(0);
        return config.withEngine(config.engine().withHeartbeatMillis(100));
    }

    static Genesis create(NodeConfig config) {
        return create(config, System.currentTimeMillis());
    }

    static Genesis create(NodeConfig config, long timeMillis) {
        return create(config, timeMillis, Genesis.Parameters.DEFAULT.historyBlocks());
    }

    static Genesis create(NodeConfig config, long timeMillis, int historyBlocks) {
        Assets.Genesis document =
                new Assets.Genesis(
                        account(ISSUER), List.of(new Assets.Allocation(account(ISSUER), SUPPLY)));
        return Node.create(
                config,
                new NewChain(
                        "test",
                        timeMillis,
                        new Genesis.Parameters(
                                Genesis.Parameters.DEFAULT.blockGas(),
                                Genesis.Parameters.DEFAULT.routineGas(),
                                historyBlocks),
                        List.of(
                                new NewChain.NewInstance(
                                        "gold",
                                        TestModules.artifact(Assets.class),
                                        RecordCodec.of(Assets.Genesis.class).encode(document),
                                        List.of(),
                                        List.of()))));
    }

    static URI address(Node node) {
        return node.address().orElseThrow();
    }
}
