package theseus.health;

import java.util.Map;
import java.util.TreeMap;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** What two parties tell each other off the chain when a relationship begins. */
final class Cards {
    private Cards() {}

    /**
     * From a patient to an institution: under which pseudonym to commit, for which key to encrypt,
     * how to tag. All of it is for this relationship only.
     */
    record OfPatient(AccountId pseudonym, Bytes sealingKey, Map<Category, Bytes> tags) {
        OfPatient {
            tags = Map.copyOf(tags);
        }

        static OfPatient of(RelationshipKeys keys) {
            Map<Category, Bytes> tags = new TreeMap<>();
            for (Category category : Category.values()) {
                tags.put(category, keys.tag(category));
            }
            return new OfPatient(keys.account(), keys.sealing().publicKey(), tags);
        }

        Bytes tag(Category category) {
            Bytes tag = tags.get(category);
            if (tag == null) {
                throw new IllegalStateException("no tag for " + category);
            }
            return tag;
        }
    }

    /** From a reader to a patient's pseudonym: whom to grant, for which key to wrap. */
    record OfReader(AccountId account, Bytes sealingKey) {}

    /** From a patient to a reader, once it is granted: where to look. */
    record OfGrant(Hash grantId, AccountId pseudonym, String institution) {}
}
