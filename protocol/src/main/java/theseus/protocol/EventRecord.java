package theseus.protocol;

import theseus.sdk.Bytes;

/**
 * An event as it stands in a receipt; {@code body} is canonical under the instance's descriptor.
 */
public record EventRecord(String instance, String name, Bytes body) {}
