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

    private final Transport transport;

    UpgradeClient(Transport transport) {
        this.transport = transport;
    }

    /** All plans, also those that ended, by id. */
    public List<PlanBrief> plans() {
        List<PlanBrief> plans = new ArrayList<>();
        String path = "/v1/plans";
        while (true) {
            JsonNode json = transport.get(path);
            json.path("plans").forEach(one -> plans.add(PlanBrief.read(one)));
            if (!json.hasNonNull("next")) {
                return plans;
            }
            path = "/v1/plans?from=" + json.get("next").asText();
        }
    }

    /** Those that have not ended. */
    public List<PlanBrief> activePlans() {
        List<PlanBrief> plans = new ArrayList<>();
        transport
                .get("/v1/plans?active=true")
                .path("plans")
                .forEach(one -> plans.add(PlanBrief.read(one)));
        return plans;
    }

    /** Empty when the chain has no such plan. */
    public Optional<PlanStatus> plan(Hash id) {
        return found("/v1/plans/" + id, "NO_SUCH_PLAN").map(PlanStatus::read);
    }

    /** Whether it could be opened now. */
    public PlanCheck check(Plan plan) {
        JsonNode json = transport.postCborForJson("/v1/plans/check", plan.encode());
        return new PlanCheck(
                new Hash(Transport.hex(json, "id")),
                json.path("code").asText(""),
                json.path("where").asText(""),
                json.path("message").asText(""));
    }

    /** Empty when the node does not follow that plan now. */
    public Optional<FollowerView> follower(Hash plan) {
        return found("/v1/plans/" + plan + "/follower", "NO_FOLLOWER").map(FollowerView::read);
    }

    public List<FollowerView> followers() {
        List<FollowerView> followers = new ArrayList<>();
        transport
                .get("/v1/followers")
                .path("followers")
                .forEach(one -> followers.add(FollowerView.read(one)));
        return followers;
    }

    /** Records of a plan that are not under the state root, by key, all of them. */
    public Map<Bytes, Bytes> planTable(Hash plan, TableId table) {
        Map<Bytes, Bytes> records = new LinkedHashMap<>();
        String from = "";
        while (true) {
            JsonNode json =
                    transport.get(
                            "/v1/plans/"
                                    + plan
                                    + "/tables/"
                                    + table.instance()
                                    + "/"
                                    + table.table()
                                    + "/"
                                    + table.schema()
                                    + (from.isEmpty() ? "" : "?from=" + from));
            for (JsonNode one : json.path("records")) {
                records.put(Transport.hex(one, "keyEncoded"), Transport.hex(one, "valueEncoded"));
            }
            if (!json.hasNonNull("next")) {
                return records;
            }
            from = json.get("next").asText();
        }
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
            json.path("entries").forEach(one -> entries.add(Touched.Entry.read(one)));
            cursor =
                    json.hasNonNull("next")
                            ? Optional.of(json.get("next").asText())
                            : Optional.empty();
            if (cursor.isEmpty() || entries.size() >= most) {
                return Optional.of(Touched.read(json, entries));
            }
        }
    }

    /** Empty when the chain has no such artifact. */
    public Optional<Artifact> artifact(Hash hash) {
        try {
            Artifact artifact = Artifact.decode(transport.getCbor("/v1/artifacts/" + hash));
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
                .map(json -> Descriptor.decode(Transport.hex(json, "encoded")));
    }

    /** Artifacts of which pieces are missing. */
    public List<StagedPieces> staging() {
        List<StagedPieces> staging = new ArrayList<>();
        for (JsonNode one : transport.get("/v1/staging").path("staging")) {
            List<Integer> missing = new ArrayList<>();
            one.path("missing").forEach(index -> missing.add(index.asInt()));
            staging.add(
                    new StagedPieces(
                            new Hash(Transport.hex(one, "artifact")),
                            one.path("pieces").asInt(),
                            missing));
        }
        return staging;
    }

    /** What validators' statements must name now. */
    public Hash moduleSet() {
        return new Hash(Transport.hex(transport.get("/v1/status"), "moduleSet"));
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
