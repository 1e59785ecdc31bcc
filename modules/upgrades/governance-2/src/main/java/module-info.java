module theseus.module.governance.v2 {
    requires theseus.sdk;
}
