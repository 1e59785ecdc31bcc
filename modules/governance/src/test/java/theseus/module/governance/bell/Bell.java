package theseus.module.governance.bell;

import theseus.sdk.Context;
import theseus.sdk.Definition;
import theseus.sdk.Event;
import theseus.sdk.Message;
import theseus.sdk.Module;
import theseus.sdk.ModuleInfo;

/** Something to be governed. */
@ModuleInfo(name = "bell", version = "1.0.0")
public final class Bell implements Module {
    public record Ring() implements Message {}

    public record Rang() implements Event {}

    @Override
    public void define(Definition module) {
        module.handles(Ring.class, Bell::ring);
    }

    private static void ring(Context context, Ring message) {
        context.emit(new Rang());
    }
}
