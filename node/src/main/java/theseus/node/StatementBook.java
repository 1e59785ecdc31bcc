package theseus.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import theseus.protocol.CborReader;
import theseus.protocol.CborWriter;
import theseus.protocol.MalformedException;
import theseus.protocol.Statement;
import theseus.protocol.Statement.Body;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * What this validator stated about plans, so that it never contradicts itself, whatever happens to
 * the process or to its state: one file for each plan, in one folder. A statement is in its file,
 * synced, before anybody sees it. It may be signed again for later heights; what it says stays.
 *
 * <pre>
 * PLAN    [body of the last report or nil, body of the trip or nil], {@link Sealed}
 * </pre>
 */
final class StatementBook {
    private final Path folder;
    private final ValidatorGuard guard;
    private final DiskSteps steps;

    /** What was said about a plan. */
    private record Said(Optional<Body.Report> report, Optional<Body.Trip> trip) {
        static final Said NOTHING = new Said(Optional.empty(), Optional.empty());
    }

    /** Why the key does not sign. */
    static final class Contradiction extends Exception {
        Contradiction(String why) {
            super(why);
        }
    }

    /**
     * @param forgetful for a state in memory, which starts again from its genesis every time: what
     *     the key stated before does not bind it
     */
    StatementBook(Path folder, ValidatorGuard guard, boolean forgetful) {
        this(folder, guard, forgetful, DiskSteps.REAL);
    }

    /** Only tests give steps of their own. */
    StatementBook(Path folder, ValidatorGuard guard, boolean forgetful, DiskSteps steps) {
        this.folder = folder;
        this.guard = guard;
        this.steps = steps;
        try {
            Files.createDirectories(folder);
            if (forgetful) {
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
            } else {
                checkAll();
            }
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    /** A damaged file is found when the node starts, and not when it is needed. */
    private void checkAll() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.matches("[0-9a-f]{64}")) {
                    read(new Hash(Bytes.fromHex(name)));
                }
            }
        }
    }

    /** The last report that was signed about a plan. */
    Optional<Body.Report> lastReport(Hash plan) {
        return read(plan).report();
    }

    /** The trip that was signed about a plan. */
    Optional<Body.Trip> trip(Hash plan) {
        return read(plan).trip();
    }

    /**
     * Remembers what is about to be said, then signs it.
     *
     * @param unsigned by this validator, with any signature
     * @throws Contradiction when another thing was said before
     */
    synchronized Statement sign(Statement unsigned) throws Contradiction {
        switch (unsigned.body()) {
            case Body.Report report -> report(report);
            case Body.Trip trip -> {
                Said said = read(trip.plan());
                if (said.trip().isEmpty()) {
                    write(trip.plan(), new Said(said.report(), Optional.of(trip)));
                }
            }
            case Body.Ready ready -> {
                if (read(ready.plan()).trip().isPresent()) {
                    throw new Contradiction("it stated a trip of this plan before");
                }
            }
            case Body.Recover _ -> throw new Contradiction("only operators state a recovery");
        }
        return guard.sign(unsigned);
    }

    private void report(Body.Report report) throws Contradiction {
        Said said = read(report.plan());
        Optional<Body.Report> last = said.report();
        if (last.isEmpty() || last.get().height() < report.height()) {
            write(report.plan(), new Said(Optional.of(report), said.trip()));
        } else if (!last.get().equals(report)) {
            throw new Contradiction(
                    last.get().height() == report.height()
                            ? "it reported otherwise for height " + report.height()
                            : "it reported for the later height " + last.get().height());
        }
    }

    /** A plan that ended is not spoken of any more. */
    void forget(Hash plan) {
        try {
            steps.step("delete " + plan, () -> Files.deleteIfExists(file(plan)));
        } catch (IOException e) {
            throw unusable(file(plan), e);
        }
    }

    private Path file(Hash plan) {
        return folder.resolve(plan.toString());
    }

    private Said read(Hash plan) {
        Path file = file(plan);
        try {
            CborReader in = new CborReader(Bytes.wrap(Sealed.open(Files.readAllBytes(file))));
            in.expectArray(2);
            Optional<Body.Report> report = body(in).map(Body.Report.class::cast);
            Optional<Body.Trip> trip = body(in).map(Body.Trip.class::cast);
            in.end();
            return new Said(report, trip);
        } catch (NoSuchFileException e) {
            return Said.NOTHING;
        } catch (IOException | MalformedException | ClassCastException e) {
            throw unusable(file, e);
        }
    }

    private static Optional<Body> body(CborReader in) {
        return in.nil() ? Optional.empty() : Optional.of(Statement.decode(in.bytes()).body());
    }

    private void write(Hash plan, Said said) {
        CborWriter out = new CborWriter(1_024).arrayHeader(2);
        said.report().ifPresentOrElse(body -> out.bytes(bare(body)), out::nil);
        said.trip().ifPresentOrElse(body -> out.bytes(bare(body)), out::nil);
        Path file = file(plan);
        try {
            DurableFile.replace(file, Sealed.seal(out.toBytes().toArray()), steps);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /** A statement is only the frame of its body here. */
    private Bytes bare(Body body) {
        return new Statement(Hash.ZERO, guard.publicKey(), 0, 0, Hash.ZERO, body, Bytes.EMPTY)
                .encode();
    }

    private static NodeException unusable(Path path, Exception e) {
        return new NodeException(
                "STATEMENTS_UNUSABLE",
                "The file "
                        + path
                        + " cannot be used ("
                        + e
                        + "); restore it from a backup, since without it this validator could"
                        + " contradict itself",
                e);
    }
}
