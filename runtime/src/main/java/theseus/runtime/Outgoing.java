package theseus.runtime;

import java.util.List;
import theseus.protocol.TrapKind;
import theseus.sdk.Result;
import theseus.sdk.View;

/** What a generated stub of a required interface calls; public for that reason only. */
public final class Outgoing {
    private final String interfaceName;
    private final List<CallMethod> methods;

    Outgoing(String interfaceName, List<CallMethod> methods) {
        this.interfaceName = interfaceName;
        this.methods = List.copyOf(methods);
    }

    String interfaceName() {
        return interfaceName;
    }

    /** Calls method number {@code method}, in the order of names. */
    public Result<Object> call(int method, View view, Object[] arguments) {
        if (view instanceof LiveView live) {
            return live.call(interfaceName, methods.get(method), arguments);
        }
        throw new Trap(
                TrapKind.EXCEPTION,
                "a call of "
                        + interfaceName
                        + " needs the View or Context that this invocation was given");
    }
}
