module theseus.runtime {
    requires transitive theseus.kernel;
}
