package theseus.testkit.sample.doubler;

import theseus.sdk.Context;
import theseus.sdk.Interface;
import theseus.sdk.Result;

/** What the doubler needs. */
@Interface(name = "counting", version = "1.0")
public interface Counting {
    Result<Long> add(Context context, long amount);
}
