package theseus.module.accounts.v2;

import java.util.List;
import theseus.sdk.AccountKeys;
import theseus.sdk.Message;

/** The form that version 1 had of a message that has another one here. */
final class Version1 {
    private Version1() {}

    /** Form 1: nobody shows that the new keys sign. */
    public record RotateKeys(AccountKeys keys) implements Message {}

    static Accounts.RotateKeys up(RotateKeys old) {
        return new Accounts.RotateKeys(old.keys(), List.of());
    }
}
