package theseus.protocol;

/** What a block may carry: a transaction of an account or a statement of a validator. */
public sealed interface Submission permits Transaction, Statement {}
