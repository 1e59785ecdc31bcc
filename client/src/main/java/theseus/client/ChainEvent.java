package theseus.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An event of the chain.
 *
 * @param position {@code height:submission:event}, where a stream can be resumed after it
 * @param body by the event's descriptor
 */
public record ChainEvent(String position, String instance, String name, JsonNode body) {}
