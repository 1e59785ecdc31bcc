package theseus.testkit.sample.doubler;

import theseus.sdk.Context;
import theseus.sdk.Definition;
import theseus.sdk.Message;
import theseus.sdk.Module;
import theseus.sdk.ModuleInfo;
import theseus.sdk.Required;

/** Counts twice through another module. */
@ModuleInfo(name = "doubler", version = "1.0.0")
public final class Doubler implements Module {
    public record Twice(long amount) implements Message {}

    private final Counting counting = Required.interfaceOf(Counting.class, "1");

    @Override
    public void define(Definition module) {
        module.handles(Twice.class, this::twice);
    }

    private void twice(Context context, Twice twice) {
        counting.add(context, twice.amount()).orRefuse();
        counting.add(context, twice.amount()).orRefuse();
    }
}
