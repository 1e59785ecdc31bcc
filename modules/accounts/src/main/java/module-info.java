module theseus.module.accounts {
    requires theseus.sdk;
}
