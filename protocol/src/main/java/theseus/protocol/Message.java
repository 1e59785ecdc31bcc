package theseus.protocol;

import theseus.sdk.Bytes;

/**
 * One message of a transaction.
 *
 * @param instance the module instance it is for
 * @param name the message's name in the instance's descriptor
 * @param form the form of its shape
 * @param body canonical encoding of the message record
 */
public record Message(String instance, String name, int form, Bytes body) {}
