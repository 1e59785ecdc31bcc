package theseus.protocol;

import theseus.sdk.Bytes;
import theseus.sdk.Form;

/**
 * One message of a transaction.
 *
 * @param instance the module instance it is for
 * @param name the message's name in the instance's descriptor
 * @param form the form of its shape
 * @param body canonical encoding of the message record
 */
public record Message(String instance, String name, int form, Bytes body) {
    public Message {
        Wire.name("an instance's name", instance);
        Wire.name("a message's name", name);
        Wire.notNegative("form", form);
    }

    /** A module's own message, addressed to {@code instance}; {@code body} is a record. */
    public static Message of(String instance, theseus.sdk.Message body) {
        Class<?> type = body.getClass();
        return new Message(
                instance,
                type.getSimpleName(),
                formOf(type),
                RecordCodec.encodeRecord((Record) body));
    }

    /** The form of a message's class: that of its {@link Form}, else 1. */
    public static int formOf(Class<?> type) {
        Form form = type.getAnnotation(Form.class);
        return form == null ? 1 : form.value();
    }

    public Bytes encode() {
        return Wire.encode(this::write);
    }

    public static Message decode(Bytes encoding) {
        return Wire.decode(encoding, Limits.MAX_TRANSACTION_BYTES, Message::read);
    }

    void write(CborWriter out) {
        out.arrayHeader(4).text(instance).text(name).integer(form).bytes(body);
    }

    static Message read(CborReader in) {
        in.expectArray(4);
        return new Message(in.text(), in.text(), (int) in.integer(32), in.bytes());
    }
}
