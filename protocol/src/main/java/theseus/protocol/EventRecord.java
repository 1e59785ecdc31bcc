package theseus.protocol;

import theseus.sdk.Bytes;

/**
 * An event as it stands in a receipt; {@code body} is canonical under the instance's descriptor.
 */
public record EventRecord(String instance, String name, Bytes body) {
    public EventRecord {
        Wire.name("an instance's name", instance);
        Wire.name("an event's name", name);
    }

    public Bytes encode() {
        return Wire.encode(this::write);
    }

    public static EventRecord decode(Bytes encoding) {
        return Wire.decode(encoding, Limits.MAX_BLOCK_BYTES, EventRecord::read);
    }

    void write(CborWriter out) {
        out.arrayHeader(3).text(instance).text(name).bytes(body);
    }

    static EventRecord read(CborReader in) {
        in.expectArray(3);
        return new EventRecord(in.text(), in.text(), in.bytes());
    }
}
