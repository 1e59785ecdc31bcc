package trial.relay;

import theseus.sdk.*;
import theseus.sdk.Module;

/** Forwards to a box, and keeps what it forwarded last for each key. */
@ModuleInfo(name = "relay", version = "1.0.0")
public final class Relay implements Module {
    public record Forward(String key, long amount) implements Message {}

    public record Forwarded(String key, long left) implements Event {}

    public record Sent(long amount) {}

    @Interface(name = "boxes", version = "1.0")
    public interface Boxes {
        Result<Long> add(Context context, String key, long amount);
    }

    private final Boxes boxes = Required.interfaceOf(Boxes.class, "1");
    private final Table<String, Sent> log = Table.of("log", String.class, Sent.class);

    @Override
    public void define(Definition module) {
        module.table(log).handles(Forward.class, this::forward);
    }

    private void forward(Context context, Forward message) {
        long left = boxes.add(context, message.key(), message.amount()).orRefuse();
        context.put(log, message.key(), new Sent(message.amount()));
        context.emit(new Forwarded(message.key(), left));
    }
}
