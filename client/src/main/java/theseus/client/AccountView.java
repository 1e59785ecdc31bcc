package theseus.client;

import java.util.Optional;
import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;

/**
 * What the node says of an account.
 *
 * @param nonce of its next transaction by what is committed
 * @param nextNonce of its next transaction when those that wait in the queue are counted
 * @param rotatedKeys its keys, once they differ from those that its id was made of
 */
public record AccountView(
        AccountId id, long nonce, long nextNonce, Optional<AccountKeys> rotatedKeys) {}
