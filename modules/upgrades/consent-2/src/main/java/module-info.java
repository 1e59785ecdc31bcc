module theseus.module.consent.v2 {
    requires theseus.sdk;
}
