/** What a module author imports. It depends on nothing but {@code java.base}. */
module theseus.sdk {
    exports theseus.sdk;
}
