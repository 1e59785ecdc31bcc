package theseus.node;

/** What a caller of the API may do. Each operation says which one it needs. */
enum Right {
    /** Ask for anything that is on the chain, and for the node's status. */
    READ,
    /** Hand transactions and statements in. */
    SUBMIT,
    /** What belongs to the operator: whatever costs the node much, or changes how it runs. */
    OPERATE
}
