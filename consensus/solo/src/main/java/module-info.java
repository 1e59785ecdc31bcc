/** The engine of a chain with one signer. It knows the kernel's ports and nothing else. */
module theseus.consensus.solo {
    requires transitive theseus.kernel;

    exports theseus.consensus.solo;
}
