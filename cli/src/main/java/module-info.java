module theseus.cli {
    requires theseus.node;
    requires theseus.client;
    requires theseus.testkit;
    requires theseus.health;
}
