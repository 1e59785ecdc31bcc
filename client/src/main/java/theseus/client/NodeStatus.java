package theseus.client;

import theseus.sdk.Hash;

/**
 * Where a node stands, by its own word.
 *
 * @param height of the last block; 0 before the first
 * @param timeMillis block time of that block
 */
public record NodeStatus(
        String name, Hash chain, long height, long timeMillis, Hash stateRoot, int queued) {}
