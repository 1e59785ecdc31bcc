/**
 * Health data under the patient's control: encryption, the vault and its rules, and the voyage that
 * shows them on real records.
 */
module theseus.health {
    requires transitive theseus.client;
    requires com.fasterxml.jackson.databind;
    requires jdk.httpserver;
    requires java.net.http;
    requires org.bouncycastle.provider;

    exports theseus.health;

    // RecordCodec reads this application's copies of the modules' records by reflection.
    opens theseus.health to
            theseus.protocol;
}
