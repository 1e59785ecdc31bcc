package theseus.health;

/** Input that is not what it must be. The message says where and why and quotes no content. */
public final class MalformedRecord extends RuntimeException {
    public MalformedRecord(String where, String why) {
        super(where + ": " + why);
    }
}
