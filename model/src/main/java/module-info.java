/** What upgrades mean, in the plainest Java: the oracle of the trials. */
module theseus.model {
    exports theseus.model;
}
