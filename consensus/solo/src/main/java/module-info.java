module theseus.consensus.solo {
    requires transitive theseus.kernel;
}
