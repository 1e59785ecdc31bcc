package theseus.model;

/** What an instance told the world. */
public record Event(String instance, String name, String body) {}
