package theseus.model;

import java.util.List;

/** Messages that are executed all or none. */
public record Transaction(String sender, List<Message> messages, long gasLimit) {
    public Transaction(String sender, Message... messages) {
        this(sender, List.of(messages), Long.MAX_VALUE / 1000);
    }
}
