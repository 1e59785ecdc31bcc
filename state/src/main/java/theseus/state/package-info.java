/** Versioned, provable key-value state: trie, subtrees, undo, proofs. */
package theseus.state;
