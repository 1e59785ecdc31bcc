package theseus.node;

import java.util.Locale;
import java.util.Optional;

/**
 * What a caller of the API may do. Each operation says which one it needs; none implies another.
 */
public enum Right {
    /** Ask for anything that is on the chain, and for the node's status. */
    READ,
    /** Hand transactions and statements in. */
    SUBMIT,
    /** What belongs to the operator: whatever costs the node much, or changes how it runs. */
    OPERATE;

    /** As it is written in the file of tokens: {@code read}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Right> of(String word) {
        for (Right right : values()) {
            if (right.word().equals(word)) {
                return Optional.of(right);
            }
        }
        return Optional.empty();
    }
}
