/** What is known about an upgrade before it is voted on: pure values in, findings and pages out. */
module theseus.assessment {
    requires transitive theseus.protocol;

    exports theseus.assessment;
}
