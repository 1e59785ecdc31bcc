/**
 * The words on the wire and how they are verified: a light client's whole trust. It takes its value
 * types from the sdk (ADR 0002) and nothing from anybody else.
 */
module theseus.protocol {
    requires transitive theseus.sdk;

    exports theseus.protocol;
}
