package theseus.protocol;

import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/**
 * A statement of a validator inside a block: it passes by accounts, nonces and fees, and counts
 * once. Attestations of headers are kept beside the blocks instead ({@link Certificate}).
 *
 * @param moduleSet hash of the module set it speaks about
 */
public record Statement(
        Hash chain,
        PublicKey validator,
        long firstHeight,
        long lastHeight,
        Hash moduleSet,
        Body body,
        Bytes signature)
        implements Submission {
    private static final String ID_DOMAIN = "theseus/statement/1";
    private static final String SIGNING_DOMAIN = "theseus/statement/signature/1";

    public Statement {
        Wire.notNegative("first height", firstHeight);
        if (lastHeight < firstHeight) {
            throw new IllegalArgumentException(
                    "heights from " + firstHeight + " to " + lastHeight + " are none");
        }
        Wire.atMost("bytes of a signature", signature.size(), Limits.MAX_SIGNATURE_BYTES);
    }

    /** What it says. */
    public sealed interface Body {
        /** Ready for exactly these hashes and this configuration. */
        record Ready(Hash plan, Hash prepared) implements Body {}

        /**
         * What the follower saw up to {@code height}.
         *
         * @param tableRoot root of the plan's new tables after that block; zeros while they are
         *     being filled
         * @param backfilled whether the new tables follow the chain; not while they are being
         *     filled
         * @param tally canonical {@link Tally} of the window so far
         */
        record Report(Hash plan, long height, Hash tableRoot, boolean backfilled, Bytes tally)
                implements Body {
            public Report {
                Wire.atMost("bytes of a tally", tally.size(), Limits.MAX_TALLY_BYTES);
            }
        }

        /** Stop a plan. */
        record Trip(Hash plan, String reason) implements Body {
            public Trip {
                Wire.atMost("characters of a reason", reason.length(), Limits.MAX_REASON_LENGTH);
            }
        }

        /** Repair the chain; needs more than 2/3 of the voting power. */
        record Recover(Bytes action) implements Body {}
    }

    /** SHA-256 of the domain and the array of all fields but the signature. */
    @Override
    public Hash id() {
        return Sha256.of(
                ID_DOMAIN,
                Wire.encode(
                        out -> {
                            out.arrayHeader(6);
                            writeFields(out);
                        }));
    }

    @Override
    public Bytes signingBytes() {
        return Domain.bytes(SIGNING_DOMAIN).concat(id().bytes());
    }

    /** The same statement with another signature; its id stays. */
    public Statement withSignature(Bytes other) {
        return new Statement(chain, validator, firstHeight, lastHeight, moduleSet, body, other);
    }

    @Override
    public Bytes encode() {
        return Wire.encode(
                out -> {
                    out.arrayHeader(2).integer(1).arrayHeader(7);
                    writeFields(out);
                    out.bytes(signature);
                });
    }

    public static Statement decode(Bytes encoding) {
        if (Submission.decode(encoding) instanceof Statement statement) {
            return statement;
        }
        throw new MalformedException(
                Malformed.WRONG_TYPE, "at byte 1: a transaction stands where a statement should");
    }

    static Statement read(CborReader in) {
        in.expectArray(7);
        return new Statement(
                in.hash(),
                Wire.publicKey(in),
                in.integer(64),
                in.integer(64),
                in.hash(),
                readBody(in),
                in.bytes());
    }

    private void writeFields(CborWriter out) {
        out.bytes(chain.bytes());
        Wire.write(validator, out);
        out.integer(firstHeight).integer(lastHeight).bytes(moduleSet.bytes()).arrayHeader(2);
        switch (body) {
            case Body.Ready(Hash plan, Hash prepared) ->
                    out.integer(0).arrayHeader(2).bytes(plan.bytes()).bytes(prepared.bytes());
            case Body.Report(
                            Hash plan,
                            long height,
                            Hash tableRoot,
                            boolean backfilled,
                            Bytes tally) ->
                    out.integer(1)
                            .arrayHeader(5)
                            .bytes(plan.bytes())
                            .integer(height)
                            .bytes(tableRoot.bytes())
                            .bool(backfilled)
                            .bytes(tally);
            case Body.Trip(Hash plan, String reason) ->
                    out.integer(2).arrayHeader(2).bytes(plan.bytes()).text(reason);
            case Body.Recover(Bytes action) -> out.integer(3).arrayHeader(1).bytes(action);
        }
    }

    private static Body readBody(CborReader in) {
        in.expectArray(2);
        return switch (in.position(4)) {
            case 0 -> {
                in.expectArray(2);
                yield new Body.Ready(in.hash(), in.hash());
            }
            case 1 -> {
                in.expectArray(5);
                yield new Body.Report(in.hash(), in.integer(64), in.hash(), in.bool(), in.bytes());
            }
            case 2 -> {
                in.expectArray(2);
                yield new Body.Trip(in.hash(), in.text());
            }
            default -> {
                in.expectArray(1);
                yield new Body.Recover(in.bytes());
            }
        };
    }
}
