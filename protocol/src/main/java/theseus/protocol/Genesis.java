package theseus.protocol;

import java.util.List;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.Change;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/**
 * The first state of a chain. Its hash names the chain.
 *
 * @param name for people; 1 to 64 characters
 * @param protocolVersion rules of kernel and runtime (instrumenter, costs) it starts under
 */
public record Genesis(
        String name,
        int protocolVersion,
        long timeMillis,
        Parameters parameters,
        List<Validator> validators,
        List<Instance> instances) {
    private static final String DOMAIN = "theseus/genesis/1";

    public Genesis {
        validators = List.copyOf(validators);
        instances = List.copyOf(instances);
        Wire.name("a chain's name", name);
        Wire.notNegative("protocol version", protocolVersion);
        Wire.notNegative("time", timeMillis);
        Wire.atMost("validators", validators.size(), Limits.MAX_VALIDATORS);
        Wire.atMost("instances", instances.size(), Limits.MAX_INSTANCES);
    }

    /** A validator and its voting power, 1 or more. */
    public record Validator(PublicKey key, long power) {
        public Validator {
            if (power < 1 || power > Change.SetValidatorPower.MAX_POWER) {
                throw new IllegalArgumentException("a voting power of " + power);
            }
        }

        void write(CborWriter out) {
            out.arrayHeader(2);
            Wire.write(key, out);
            out.integer(power);
        }

        static Validator read(CborReader in) {
            in.expectArray(2);
            return new Validator(Wire.publicKey(in), in.integer(64));
        }
    }

    /**
     * A named use of an artifact.
     *
     * @param document canonical encoding of the module's genesis document; empty when it has none
     * @param bindings which instance serves each required interface
     */
    public record Instance(
            String name,
            Hash artifact,
            Bytes document,
            List<Binding> bindings,
            List<Capability> granted) {
        public Instance {
            bindings = List.copyOf(bindings);
            granted = List.copyOf(granted);
            Wire.name("an instance's name", name);
        }

        void write(CborWriter out) {
            out.arrayHeader(5).text(name).bytes(artifact.bytes()).bytes(document);
            Wire.list(out, bindings, Binding::write);
            Wire.list(out, granted, (capability, to) -> to.integer(capability.ordinal()));
        }

        static Instance read(CborReader in) {
            in.expectArray(5);
            return new Instance(
                    in.text(),
                    in.hash(),
                    in.bytes(),
                    Wire.list(in, Limits.MAX_INSTANCES, Binding::read),
                    Wire.list(in, Capability.values().length, Wire::capability));
        }
    }

    /** Which instance serves an interface that another instance requires. */
    public record Binding(String interfaceName, String instance) {
        public Binding {
            Wire.name("an interface's name", interfaceName);
            Wire.name("an instance's name", instance);
        }

        public void write(CborWriter out) {
            out.arrayHeader(2).text(interfaceName).text(instance);
        }

        public static Binding read(CborReader in) {
            in.expectArray(2);
            return new Binding(in.text(), in.text());
        }
    }

    /** Bounds that governance may change. */
    public record Parameters(long blockGas, long routineGas, int historyBlocks) {
        public static final Parameters DEFAULT = new Parameters(4_000_000_000L, 10_000_000L, 1_000);

        public Parameters {
            Wire.notNegative("gas of a block", blockGas);
            Wire.notNegative("gas of a routine", routineGas);
            Wire.notNegative("blocks of history", historyBlocks);
        }

        public void write(CborWriter out) {
            out.arrayHeader(3).integer(blockGas).integer(routineGas).integer(historyBlocks);
        }

        public static Parameters read(CborReader in) {
            in.expectArray(3);
            return new Parameters(in.integer(64), in.integer(64), (int) in.integer(32));
        }
    }

    public Hash hash() {
        return Sha256.of(DOMAIN, encode());
    }

    public Bytes encode() {
        return Wire.encode(this::write);
    }

    public static Genesis decode(Bytes encoding) {
        return Wire.decode(encoding, Limits.MAX_GENESIS_BYTES, Genesis::read);
    }

    private void write(CborWriter out) {
        out.arrayHeader(6).text(name).integer(protocolVersion).integer(timeMillis);
        parameters.write(out);
        Wire.list(out, validators, Validator::write);
        Wire.list(out, instances, Instance::write);
    }

    private static Genesis read(CborReader in) {
        in.expectArray(6);
        return new Genesis(
                in.text(),
                (int) in.integer(32),
                in.integer(64),
                Parameters.read(in),
                Wire.list(in, Limits.MAX_VALIDATORS, Validator::read),
                Wire.list(in, Limits.MAX_INSTANCES, Instance::read));
    }
}
