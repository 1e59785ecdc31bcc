package theseus.module.consent.v3;

import java.util.List;

/** What a grant may be used for. That it is any purpose is said, never left out. */
public sealed interface Use {
    /** As all grants of version 1. */
    record Any() implements Use {}

    /**
     * @param purposes at least one, ascending
     */
    record Only(List<Purpose> purposes) implements Use {}

    default boolean isLimited() {
        return this instanceof Only;
    }

    default boolean allows(Purpose purpose) {
        return switch (this) {
            case Any any -> true;
            case Only(List<Purpose> purposes) -> purposes.contains(purpose);
        };
    }

    default boolean isWellFormed() {
        return switch (this) {
            case Any any -> true;
            case Only(List<Purpose> purposes) -> !purposes.isEmpty() && ascend(purposes);
        };
    }

    private static boolean ascend(List<Purpose> purposes) {
        for (int i = 1; i < purposes.size(); i++) {
            if (purposes.get(i - 1).ordinal() >= purposes.get(i).ordinal()) {
                return false;
            }
        }
        return true;
    }
}
