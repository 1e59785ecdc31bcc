module theseus.module.consent.v3 {
    requires theseus.sdk;
}
