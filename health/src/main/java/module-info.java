module theseus.health {
    requires transitive theseus.client;
}
