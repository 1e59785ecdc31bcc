module theseus.module.validators {
    requires theseus.sdk;
}
