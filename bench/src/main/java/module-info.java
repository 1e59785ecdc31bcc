/** Benchmarks. Jackson reads the figures it prints. */
module theseus.bench {
    requires com.fasterxml.jackson.databind;

    exports theseus.bench;
}
