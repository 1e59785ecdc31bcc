/** The command line. Opened to picocli, which fills the fields of commands. */
module theseus.cli {
    requires com.fasterxml.jackson.databind;
    requires info.picocli;
    requires java.logging;
    requires theseus.assessment;
    requires theseus.client;
    requires theseus.health;
    requires theseus.node;
    requires theseus.runtime;
    requires theseus.crypto;
    requires theseus.storage.memory;
    requires theseus.state;
    requires theseus.testkit;

    opens theseus.cli to
            info.picocli;
}
