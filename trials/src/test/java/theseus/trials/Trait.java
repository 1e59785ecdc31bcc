package theseus.trials;

/** What a version of the random run's boxes does otherwise, and rightly. */
enum Trait {
    /** Tells and refuses in other words. */
    WORDS,
    /** Takes one from the first item at the end of each block. */
    TICKS,
    /** Takes a memo with what is put. */
    FORMS
}
