package theseus.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import theseus.protocol.Artifact;
import theseus.protocol.Descriptor;
import theseus.protocol.Plan;
import theseus.protocol.Statement;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** What a node knows of upgrades: plans, artifacts, followers. Its word, unproven. Thread-safe. */
public final class UpgradeClient {
    /** What a node lists of what was served on one page at most. */
    private static final int MAX_PAGE_ENTRIES = 100;

    /** More than a chain ever had; a list that goes on is no node's. */
    private static final int MAX_PLANS = 100_000;

    /** What a table that is read whole takes. */
    private static final long MAX_TABLE_BYTES = 512L << 20;

    /** What a record takes besides its key and value. */
    private static final int RECORD_BYTES = 150;

    private final Transport transport;

    UpgradeClient(Transport transport) {
        this.transport = transport;
    }

    /** All plans, also those that ended, by id. */
    public List<PlanBrief> plans() {
        List<PlanBrief> plans = new ArrayList<>();
        Optional<String> path = Optional.of("/v1/plans");
        while (path.isPresent()) {
            JsonNode json = transport.getPage(path.get());
            List<PlanBrief> page = briefs(json);
            plans.addAll(page);
            if (plans.size() > MAX_PLANS) {
                throw ApiException.bad("a list of more than " + MAX_PLANS + " plans");
            }
            path = Told.next(json, page.size()).map(next -> "/v1/plans?from=" + next);
        }
        return plans;
    }

    private static List<PlanBrief> briefs(JsonNode json) {
        return Told.read(
                "list of plans",
                () -> {
                    List<PlanBrief> plans = new ArrayList<>();
                    json.path("plans").forEach(one -> plans.add(PlanBrief.read(one)));
                    return plans;
                });
    }

    /** Those that have not ended. */
    public List<PlanBrief> activePlans() {
        return briefs(transport.getPage("/v1/plans?active=true"));
    }

    /** Empty when the chain has no such plan. */
    public Optional<PlanStatus> plan(Hash id) {
        return found("/v1/plans/" + id, "NO_SUCH_PLAN")
                .map(json -> Told.read("plan's status", () -> PlanStatus.read(json)));
    }

    /** Whether it could be opened now. */
    public PlanCheck check(Plan plan) {
        JsonNode json = transport.postCborForJson("/v1/plans/check", plan.encode());
        return new PlanCheck(
                Told.hash(json, "id"),
                json.path("code").asText(""),
                json.path("where").asText(""),
                json.path("message").asText(""));
    }

    /** Empty when the node does not follow that plan now. */
    public Optional<FollowerView> follower(Hash plan) {
        return found("/v1/plans/" + plan + "/follower", "NO_FOLLOWER")
                .map(json -> Told.read("follower", () -> FollowerView.read(json)));
    }

    public List<FollowerView> followers() {
        List<FollowerView> followers = new ArrayList<>();
        transport
                .getPage("/v1/followers")
                .path("followers")
                .forEach(one -> followers.add(FollowerView.read(one)));
        return followers;
    }

    /** Records of a plan that are not under the state root, by key, all of them. */
    public Map<Bytes, Bytes> planTable(Hash plan, TableId table) {
        String whole =
                "/v1/plans/%s/tables/%s/%s/%d"
                        .formatted(plan, table.instance(), table.table(), table.schema());
        Map<Bytes, Bytes> records = new LinkedHashMap<>();
        long bytes = 0;
        Optional<String> path = Optional.of(whole);
        while (path.isPresent()) {
            JsonNode json = transport.getPage(path.get());
            int before = records.size();
            for (JsonNode one : json.path("records")) {
                Bytes key = Told.hex(one, "keyEncoded");
                Bytes value = Told.hex(one, "valueEncoded");
                records.put(key, value);
                bytes += RECORD_BYTES + key.size() + value.size();
            }
            if (bytes > MAX_TABLE_BYTES) {
                throw ApiException.bad("a table of more than " + MAX_TABLE_BYTES + " bytes");
            }
            path = Told.next(json, records.size() - before).map(next -> whole + "?from=" + next);
        }
        return records;
    }

    /**
     * What a plan's candidates served, in the order of the chain, which may be very much.
     *
     * @param from where the list goes on, as {@link Touched#next} said; empty for its beginning
     * @param most stop when there are so many, at the end of a page of the node
     * @return empty when the chain has no such plan
     */
    public Optional<Touched> touched(Hash plan, Optional<String> from, int most) {
        List<Touched.Entry> entries = new ArrayList<>();
        String path =
                "/v1/plans/" + plan + "/touched?limit=" + Math.clamp(most, 1, MAX_PAGE_ENTRIES);
        Optional<String> cursor = from;
        while (true) {
            Optional<JsonNode> page =
                    found(path + cursor.map(at -> "&from=" + at).orElse(""), "NO_SUCH_PLAN");
            if (page.isEmpty()) {
                return Optional.empty();
            }
            JsonNode json = page.get();
            List<Touched.Entry> listed =
                    Told.read("list of what was served", () -> Touched.entries(json));
            entries.addAll(listed);
            cursor = Told.next(json, listed.size());
            if (cursor.isEmpty() || entries.size() >= most) {
                return Optional.of(
                        Told.read("list of what was served", () -> Touched.read(json, entries)));
            }
        }
    }

    /** Empty when the chain has no such artifact. */
    public Optional<Artifact> artifact(Hash hash) {
        try {
            Bytes content = transport.getCbor("/v1/artifacts/" + hash);
            Artifact artifact = Told.read("artifact", () -> Artifact.decode(content));
            if (!artifact.hash().equals(hash)) {
                throw new UnverifiedException("The node showed another artifact than " + hash);
            }
            return Optional.of(artifact);
        } catch (ApiException e) {
            if (e.code().equals("NO_SUCH_ARTIFACT")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Empty when the chain has no such artifact. */
    public Optional<Descriptor> descriptor(Hash artifact) {
        return found("/v1/artifacts/" + artifact + "/descriptor", "NO_SUCH_ARTIFACT")
                .map(
                        json ->
                                Told.read(
                                        "descriptor",
                                        () -> Descriptor.decode(Told.hex(json, "encoded"))));
    }

    /** Artifacts of which pieces are missing. */
    public List<StagedPieces> staging() {
        List<StagedPieces> staging = new ArrayList<>();
        for (JsonNode one : transport.get("/v1/staging").path("staging")) {
            List<Integer> missing = new ArrayList<>();
            one.path("missing").forEach(index -> missing.add(index.asInt()));
            staging.add(
                    new StagedPieces(
                            Told.hash(one, "artifact"), one.path("pieces").asInt(), missing));
        }
        return staging;
    }

    /** What validators' statements must name now. */
    public Hash moduleSet() {
        return Told.hash(transport.get("/v1/status"), "moduleSet");
    }

    /**
     * Submits what a validator stated.
     *
     * @return the answer: {@code id}, {@code status}, {@code height}, {@code receipt}
     */
    public JsonNode submit(Statement statement) {
        return transport.postCborForJson("/v1/statements", statement.encode());
    }

    private Optional<JsonNode> found(String path, String missing) {
        try {
            return Optional.of(transport.get(path));
        } catch (ApiException e) {
            if (e.code().equals(missing)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
