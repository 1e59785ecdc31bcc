/** Storage on the heap: for tests, the test kit and the simulator. */
module theseus.storage.memory {
    requires transitive theseus.state;

    exports theseus.storage.memory;
}
