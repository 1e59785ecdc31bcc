module theseus.module.audit {
    requires theseus.sdk;
}
