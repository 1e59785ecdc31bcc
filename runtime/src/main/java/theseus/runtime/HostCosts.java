package theseus.runtime;

/**
 * What it costs a module to reach the chain, in gas; consensus-critical, part of the protocol
 * version. One unit is about a nanosecond on the machine of the first figures; sizes are those of
 * canonical encodings in bytes. Code itself is charged by the meter.
 */
public final class HostCosts {
    /** Reading one record: a look-up in the state. */
    public static final long GET = 5_000;

    /** Each byte of key or value that is read. */
    public static final long READ_BYTE = 2;

    /** Writing or removing one record: the tree, the undo log and the disk. */
    public static final long PUT = 12_000;

    /** Each byte of key or value that is written. */
    public static final long WRITE_BYTE = 10;

    /** Asking for a range or an index. */
    public static final long RANGE = 8_000;

    /** Each row of a range or an index. */
    public static final long ROW = 1_000;

    public static final long EMIT = 1_000;

    /** Each byte of an event: it is kept and hashed, not put into the tree. */
    public static final long EVENT_BYTE = 5;

    /** Calling another module; what it uses comes on top. */
    public static final long CALL = 3_000;

    /** Proposing a change; what the kernel asks for it comes on top. */
    public static final long PROPOSE = 20_000;

    public static final long SHA256 = 300;

    public static final long SHA256_BYTE = 4;

    /** One signature; together with {@link #SHA256_BYTE} for each byte that was signed. */
    public static final long VERIFY = 50_000;

    /** Each byte that is turned from or into an encoding. */
    public static final long CODEC_BYTE = 4;

    /** Each record that goes into a lens or comes out of it; its bytes come on top. */
    static final long CARRY = 200;

    /** Each invocation, however small. */
    public static final long INVOKE = 300;

    /** What constructor and {@code define} of a module may use together. */
    static final long LINKING_GAS = 20_000_000L;

    private HostCosts() {}
}
