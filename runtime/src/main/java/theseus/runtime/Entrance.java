package theseus.runtime;

import theseus.kernel.spi.Invocation;
import theseus.protocol.Descriptor;
import theseus.protocol.Descriptor.LensShape;

/** Says in the words of a module's author where an invocation entered. */
final class Entrance {
    private Entrance() {}

    /**
     * Deliberately not from a stack trace: the JIT leaves frames out, and what a receipt says must
     * be the same on every node.
     */
    static String of(Descriptor descriptor, Invocation invocation) {
        String module = descriptor.moduleClass();
        return switch (invocation) {
            case Invocation.Genesis _ -> module + " at genesis";
            case Invocation.Handle(String message, int form, _) ->
                    module + " handling " + message + (form == 1 ? "" : " in form " + form);
            case Invocation.Answer(String query, _) -> module + " answering " + query;
            case Invocation.Call(String interfaceName, String method, _) ->
                    module + " called through " + interfaceName + "." + method;
            case Invocation.BeginBlock _ -> module + " at the beginning of a block";
            case Invocation.EndBlock _ -> module + " at the end of a block";
            case Invocation.Derive _ -> module + " deriving from a record";
            case Invocation.CheckSum(String name, _) -> module + " checking " + name;
            case Invocation.CheckScan(String name, _, _) -> module + " checking " + name;
            case Invocation.CanaryKey(String message, _, _) ->
                    module + " computing the canary key of " + message;
            case Invocation.Up(int lens, _, _) -> carrying(descriptor, lens) + " on the way up";
            case Invocation.Down(int lens, _, _) -> carrying(descriptor, lens) + " on the way down";
            case Invocation.UpEvent(String event, _) -> module + " turning up the event " + event;
        };
    }

    private static String carrying(Descriptor descriptor, int number) {
        if (number < 0 || number >= descriptor.lenses().size()) {
            return descriptor.moduleClass() + " carrying records";
        }
        LensShape lens = descriptor.lenses().get(number);
        return "the lens of %s from %s"
                .formatted(
                        descriptor.moduleClass(),
                        LensRules.between(
                                lens.table(), lens.fromSchema(), lens.toTable(), lens.toSchema()));
    }
}
