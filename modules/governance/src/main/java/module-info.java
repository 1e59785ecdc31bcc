module theseus.module.governance {
    requires theseus.sdk;
}
