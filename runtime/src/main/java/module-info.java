/** Verifies, desugars, meters and loads module code; generates codecs and call stubs. */
module theseus.runtime {
    requires transitive theseus.kernel;

    exports theseus.runtime;
}
