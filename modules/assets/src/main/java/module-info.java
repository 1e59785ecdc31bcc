module theseus.module.assets {
    requires theseus.sdk;
}
