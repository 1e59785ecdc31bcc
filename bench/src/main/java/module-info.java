module theseus.bench {
    requires theseus.cli;
}
