package theseus.node;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The door of a node over HTTP: all operations, and the server that offers them. */
final class Api {
    private final HttpServer server;

    /**
     * Takes nobody in yet.
     *
     * @param opened takes what is to be closed
     */
    Api(
            NodeConfig config,
            Core core,
            Submissions submissions,
            Followers followers,
            DiskRoom room,
            Opened opened) {
        HttpConfig http = config.http();
        Readers readers = opened.add(new Readers(config.readerThreads(), core.kernels()));
        Catalog catalog = new Catalog();
        Chain chain =
                new Chain(
                        core.genesis(),
                        core.application(),
                        core.state(),
                        catalog,
                        new Views(catalog),
                        readers);
        EventApi events =
                new EventApi(
                        chain, new ClientQuota(http.maxStreams(), http.quota().streamsPerClient()));
        Backups backups =
                new Backups(config.storage(), core.storage(), core.directory(), core.guard());
        List<Operation> operations = new ArrayList<>();
        operations.addAll(new TransactionApi(chain, submissions, http.maxBatch()).operations());
        operations.addAll(new BlockApi(chain).operations());
        operations.addAll(new StateApi(chain).operations());
        operations.addAll(new QueryApi(chain).operations());
        operations.addAll(new PlanApi(chain, followers).operations());
        operations.addAll(new TouchedApi(chain, followers).operations());
        operations.addAll(new ArtifactApi(chain).operations());
        operations.addAll(events.operations());
        operations.addAll(new BackupApi(backups).operations());
        HttpMetrics metrics = new HttpMetrics();
        NodeApi node =
                new NodeApi(
                        chain,
                        submissions,
                        core.signatures(),
                        core.blockMetrics(),
                        metrics,
                        new FollowerMetrics(followers),
                        config.storage().name().toLowerCase(Locale.ROOT),
                        core.scheme(),
                        room);
        server = opened.add(new HttpServer(http, node.operations(operations), metrics));
        opened.add(events); // its streams end before the server waits for them
    }

    void start() {
        server.start();
    }

    URI address() {
        return server.address();
    }
}
