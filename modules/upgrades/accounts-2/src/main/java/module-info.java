module theseus.module.accounts.v2 {
    requires theseus.sdk;
}
