module theseus.module.consent.v3faulty {
    requires theseus.sdk;
}
