package theseus.runtime.sample.shop;

import theseus.sdk.AccountId;
import theseus.sdk.Context;
import theseus.sdk.Interface;
import theseus.sdk.Result;
import theseus.sdk.View;

/** The shop's own copy of what it needs; not even public. */
@Interface(name = "payments", version = "1.1")
interface Payments {
    Result<Boolean> move(Context context, AccountId from, AccountId to, long amount);

    Result<Long> balance(View view, AccountId account);
}
