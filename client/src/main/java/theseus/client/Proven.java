package theseus.client;

import theseus.protocol.Header;

/** A value that was verified to be in the state after the block of {@code header}. */
public record Proven<T>(T value, Header header) {}
