module theseus.crypto {
    requires transitive theseus.kernel;
}
