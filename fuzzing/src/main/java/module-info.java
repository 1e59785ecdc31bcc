/**
 * Damaged input for decoders, and what each decoder must do with it. For tests; depends on nothing.
 */
module theseus.fuzzing {
    requires jdk.management;

    exports theseus.fuzzing;
}
