package theseus.health;

import theseus.protocol.SigningKey;

/**
 * Somebody who has a say in what changes: a member of {@code group}, by an account with one key.
 */
public record Stakeholder(String group, SigningKey key) {}
