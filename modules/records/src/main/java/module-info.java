module theseus.module.records {
    requires theseus.sdk;
}
