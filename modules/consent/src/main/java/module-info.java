module theseus.module.consent {
    requires theseus.sdk;
}
