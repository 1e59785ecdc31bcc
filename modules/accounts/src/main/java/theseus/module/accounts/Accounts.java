package theseus.module.accounts;

import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;
import theseus.sdk.Capability;
import theseus.sdk.Change;
import theseus.sdk.Context;
import theseus.sdk.Definition;
import theseus.sdk.Event;
import theseus.sdk.Message;
import theseus.sdk.Module;
import theseus.sdk.ModuleInfo;

/** Lets an account replace the keys that sign for it; the account's id stays. See README.md. */
@ModuleInfo(name = "accounts", version = "1.0.0")
public final class Accounts implements Module {

    /**
     * From the next transaction on, {@code keys} sign for the sender and the present ones do not.
     */
    public record RotateKeys(AccountKeys keys) implements Message {}

    public record KeysRotated(AccountId account, AccountKeys keys) implements Event {}

    @Override
    public void define(Definition module) {
        module.needs(Capability.ACCOUNTS).handles(RotateKeys.class, this::rotateKeys);
    }

    private void rotateKeys(Context context, RotateKeys message) {
        context.propose(new Change.SetAccountKeys(context.sender(), message.keys()));
        context.emit(new KeysRotated(context.sender(), message.keys()));
    }
}
