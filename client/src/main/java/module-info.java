/** A typed client of the node's API; verifies what it is told, trusting only the genesis. */
module theseus.client {
    requires transitive theseus.protocol;
    requires com.fasterxml.jackson.databind;
    requires java.net.http;

    exports theseus.client;
}
