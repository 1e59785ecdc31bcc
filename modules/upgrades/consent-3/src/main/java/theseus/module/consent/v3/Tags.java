package theseus.module.consent.v3;

import java.util.List;
import theseus.sdk.Bytes;

/**
 * Blinded tags: {@value #SIZE_BYTES} bytes each, strictly ascending so that order tells nothing.
 */
final class Tags {
    static final int SIZE_BYTES = 16;

    private Tags() {}

    static boolean wellFormed(List<Bytes> tags, int max) {
        if (tags.isEmpty() || tags.size() > max) {
            return false;
        }
        for (int i = 0; i < tags.size(); i++) {
            boolean ascending = i == 0 || tags.get(i - 1).compareTo(tags.get(i)) < 0;
            if (tags.get(i).size() != SIZE_BYTES || !ascending) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether {@code granted} names every one of {@code wanted}; both ascending. Nothing covers no
     * tags: a record without tags is nobody's to read.
     */
    static boolean cover(List<Bytes> granted, List<Bytes> wanted) {
        int found = 0;
        for (int i = 0; i < granted.size() && found < wanted.size(); i++) {
            if (granted.get(i).equals(wanted.get(found))) {
                found++;
            }
        }
        return found > 0 && found == wanted.size();
    }
}
