package theseus.model;

/** What is asked of an instance. {@code form} is raised when the shape of the message changes. */
public record Message(String instance, String name, int form, String body) {
    public Message(String instance, String name, String body) {
        this(instance, name, 1, body);
    }
}
