package theseus.runtime;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.protocol.Artifact;
import theseus.protocol.CborWriter;
import theseus.protocol.Descriptor;
import theseus.protocol.MalformedException;
import theseus.protocol.Probes;
import theseus.protocol.Probes.Expected;
import theseus.protocol.Probes.Probe;
import theseus.protocol.Probes.Step;
import theseus.protocol.Schema;
import theseus.protocol.SchemaCodec;
import theseus.sdk.Bytes;

/**
 * Probes as an author writes them: {@value #NAME}, JSON, beside the module's class. Bodies are
 * those of the API; {@code @name} stands for the account of that sender, {@code @@} for one sign.
 * Named states are steps that several probes begin with.
 *
 * <pre>{@code
 * {"states": {"ten": {"steps": [{"from": "alice", "send": "Add", "body": {"amount": 10}}]}},
 *  "probes": [
 *    {"name": "nobody takes more than there is", "on": "ten", "steps": [
 *      {"from": "bob", "send": "Take", "body": {"amount": 11}, "refused": "TOO_FEW"},
 *      {"from": "bob", "send": "Take", "body": {"amount": 3},
 *       "events": [{"name": "Taken", "body": {"by": "@bob", "amount": 3}}]},
 *      {"pass": 60000},
 *      {"ask": "Total", "body": {}, "answer": 7}]}]}
 * }</pre>
 */
final class ProbeSource {
    static final String NAME = "probes.json";
    private static final String FAULT = NAME + ": ";

    private final Descriptor descriptor;
    private final Map<String, Object> states;

    /** So far: many probes on one large state would be much more than what stands in the file. */
    private long encodedBytes;

    private ProbeSource(Descriptor descriptor, Map<String, Object> states) {
        this.descriptor = descriptor;
        this.states = states;
    }

    /** Whether a JAR's file may be that of a module's probes. */
    static boolean isOne(String path) {
        return path.equals(NAME) || path.endsWith("/" + NAME);
    }

    /** Those beside the module's class, or those that travelled already. */
    static Optional<Probes> of(SortedMap<String, Bytes> files, Descriptor descriptor) {
        String type = descriptor.moduleClass().replace('.', '/');
        String place = type.substring(0, type.lastIndexOf('/') + 1) + NAME;
        files.keySet().stream()
                .filter(path -> isOne(path) && !path.equals(place))
                .findFirst()
                .ifPresent(
                        path -> {
                            throw Inadmissible.artifact(
                                    path + " does not stand beside the module's class",
                                    "put it at " + place);
                        });
        Optional<Probes> written =
                Optional.ofNullable(files.get(place)).map(text -> read(text, descriptor));
        Optional<Probes> travelling =
                Optional.ofNullable(files.get(Artifact.PROBES)).map(ProbeSource::check);
        if (written.isPresent() && travelling.isPresent() && !written.equals(travelling)) {
            throw Inadmissible.artifact(
                    "its probes are not those of " + place,
                    "leave " + Artifact.PROBES + " out of the JAR; packing adds it");
        }
        return written.or(() -> travelling);
    }

    /** Probes as they travel. */
    static Probes check(Bytes encoded) {
        try {
            return Probes.decode(encoded);
        } catch (MalformedException e) {
            throw Inadmissible.artifact(
                    "its probes cannot be read: " + e.explanation(), "pack the module's JAR again");
        }
    }

    private static Probes read(Bytes text, Descriptor descriptor) {
        try {
            if (text.size() > 4 * Probes.MAX_BYTES) {
                throw new IllegalArgumentException(
                        text.size() + " bytes, at most " + 4 * Probes.MAX_BYTES);
            }
            String json =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(text.toArray()))
                            .toString();
            Map<String, Object> document = object("the file", PlainJson.read(json));
            known("the file", document, Set.of("states", "probes"));
            Map<String, Object> states =
                    object("states", document.getOrDefault("states", Map.of()));
            Probes probes =
                    new ProbeSource(descriptor, states)
                            .probes(list("probes", document.getOrDefault("probes", List.of())));
            Probes.decode(probes.encode()); // its size
            return probes;
        } catch (MalformedException e) {
            throw fault(e.explanation());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw fault(String.valueOf(e.getMessage()));
        } catch (CharacterCodingException e) {
            throw fault("it is not UTF-8");
        }
    }

    private static Inadmissible fault(String problem) {
        return Inadmissible.artifact(
                FAULT + problem, "see docs/guides/upgrade-a-module.md, Probes, for its form");
    }

    private Probes probes(List<?> written) {
        if (written.size() > Probes.MAX_PROBES) {
            throw new IllegalArgumentException(
                    written.size() + " probes, at most " + Probes.MAX_PROBES + " are allowed");
        }
        List<Probe> probes = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            Map<String, Object> probe = object("probes[" + i + "]", written.get(i));
            String name = text("probes[" + i + "]", probe, "name");
            String where = "probe '" + name + "'";
            known(where, probe, Set.of("name", "on", "genesis", "steps"));
            List<Step> steps = new ArrayList<>();
            Object genesis = probe.get("genesis");
            if (probe.containsKey("on")) {
                String on = text(where, probe, "on");
                if (genesis != null || !states.containsKey(on)) {
                    throw new IllegalArgumentException(
                            where
                                    + (genesis != null
                                            ? ": a probe on a state has that state's genesis"
                                            : ": there is no state '" + on + "' among states"));
                }
                Map<String, Object> state = object("state '" + on + "'", states.get(on));
                known("state '" + on + "'", state, Set.of("genesis", "steps"));
                genesis = state.get("genesis");
                steps.addAll(steps("state '" + on + "'", state));
            }
            steps.addAll(steps(where, probe));
            probes.add(new Probe(name, genesis(where, Optional.ofNullable(genesis)), steps));
        }
        return new Probes(probes);
    }

    private Bytes genesis(String where, Optional<Object> document) {
        Optional<Schema> schema = descriptor.genesis();
        if (schema.isPresent() != document.isPresent()) {
            throw new IllegalArgumentException(
                    where
                            + (schema.isPresent()
                                    ? ": the module needs a genesis document; give one as genesis"
                                    : ": the module takes no genesis document"));
        }
        return document.map(one -> encode(where + ", genesis", schema.orElseThrow(), one))
                .orElse(Bytes.EMPTY);
    }

    private List<Step> steps(String where, Map<String, Object> of) {
        List<Step> steps = new ArrayList<>();
        List<?> written = list(where + ", steps", of.getOrDefault("steps", List.of()));
        for (int i = 0; i < written.size(); i++) {
            String here = where + ", step " + (i + 1);
            Map<String, Object> step = object(here, written.get(i));
            if (step.containsKey("send")) {
                steps.add(send(here, step));
            } else if (step.containsKey("ask")) {
                steps.add(ask(here, step));
            } else if (step.get("pass") instanceof BigInteger millis) {
                known(here, step, Set.of("pass"));
                steps.add(new Step.Pass(millis.longValueExact()));
            } else {
                throw new IllegalArgumentException(
                        here
                                + ": a step has send (a message), ask (a query) or pass (milliseconds)");
            }
        }
        return steps;
    }

    private Step send(String where, Map<String, Object> step) {
        known(where, step, Set.of("from", "send", "form", "body", "refused", "events"));
        String name = text(where, step, "send");
        Optional<BigInteger> form =
                step.get("form") instanceof BigInteger number
                        ? Optional.of(number)
                        : Optional.empty();
        Descriptor.MessageShape shape =
                descriptor.messages().stream()
                        .filter(one -> one.name().equals(name))
                        .filter(
                                one ->
                                        form.map(BigInteger.valueOf(one.form())::equals)
                                                .orElse(true))
                        .max(java.util.Comparator.comparingInt(Descriptor.MessageShape::form))
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                where
                                                        + ": the module handles no "
                                                        + name
                                                        + form.map(f -> " of form " + f)
                                                                .orElse("")));
        return new Step.Send(
                text(where, step, "from"),
                name,
                shape.form(),
                encode(where + ", body", shape.body(), step.getOrDefault("body", Map.of())),
                outcome(where, step));
    }

    private Expected outcome(String where, Map<String, Object> step) {
        if (step.containsKey("refused")) {
            if (step.containsKey("events")) {
                throw new IllegalArgumentException(where + ": what is refused has no events");
            }
            return new Expected.Refused(text(where, step, "refused"));
        }
        if (!step.containsKey("events")) {
            return new Expected.Applied();
        }
        List<Probes.Emitted> events = new ArrayList<>();
        for (Object one : list(where + ", events", step.get("events"))) {
            Map<String, Object> event = object(where + ", events", one);
            known(where + ", events", event, Set.of("name", "body"));
            String name = text(where + ", events", event, "name");
            Schema body =
                    descriptor.events().stream()
                            .filter(shape -> shape.name().equals(name))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new IllegalArgumentException(
                                                    where + ": the module has no event " + name))
                            .body();
            events.add(
                    new Probes.Emitted(
                            name,
                            encode(
                                    where + ", event " + name,
                                    body,
                                    event.getOrDefault("body", Map.of()))));
        }
        return new Expected.Emits(events);
    }

    private Step ask(String where, Map<String, Object> step) {
        known(where, step, Set.of("ask", "body", "answer", "nothing", "refused"));
        String name = text(where, step, "ask");
        Descriptor.QueryShape shape =
                descriptor.queries().stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                where + ": the module answers no " + name));
        Bytes body = encode(where + ", body", shape.body(), step.getOrDefault("body", Map.of()));
        return new Step.Ask(name, body, answer(where, step, shape.result()));
    }

    private Expected answer(String where, Map<String, Object> step, Schema result) {
        if (step.containsKey("refused")) {
            return new Expected.Refused(text(where, step, "refused"));
        }
        Object answer = step.get("answer");
        if (answer == null) {
            if (result instanceof Schema.OptionalOf && step.containsKey("nothing")) {
                return new Expected.Answers(new CborWriter().nil().toBytes());
            }
            throw new IllegalArgumentException(
                    where + ": a query has answer or refused; nothing: true for an absent one");
        }
        return new Expected.Answers(encode(where + ", answer", result, answer));
    }

    private Bytes encode(String where, Schema schema, Object value) {
        try {
            Bytes encoded = SchemaCodec.encode(schema, accounts(value));
            encodedBytes += encoded.size();
            if (encodedBytes > Probes.MAX_BYTES) {
                throw new IllegalArgumentException(
                        where + ": up to here more than " + Probes.MAX_BYTES + " bytes, encoded");
            }
            return encoded;
        } catch (MalformedException e) {
            throw new IllegalArgumentException(where + ": " + e.explanation());
        }
    }

    /** The same value with {@code @name} replaced. */
    private static Object accounts(Object value) {
        return switch (value) {
            case String text when text.startsWith("@@") -> text.substring(1);
            case String text when text.startsWith("@") -> Probes.account(text.substring(1)).hex();
            case List<?> items -> {
                List<Object> replaced = new ArrayList<>();
                items.forEach(item -> replaced.add(accounts(item)));
                yield replaced;
            }
            case Map<?, ?> fields -> {
                Map<String, Object> replaced = new LinkedHashMap<>();
                fields.forEach((name, field) -> replaced.put((String) name, accounts(field)));
                yield replaced;
            }
            case null, default -> value;
        };
    }

    private static void known(String where, Map<String, Object> given, Set<String> fields) {
        for (String name : given.keySet()) {
            if (!fields.contains(name)) {
                throw new IllegalArgumentException(
                        "%s: there is no field %s here; there are %s"
                                .formatted(where, name, new java.util.TreeSet<>(fields)));
            }
        }
    }

    private static String text(String where, Map<String, Object> of, String field) {
        if (of.get(field) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(where + ": " + field + " is missing, or is no text");
    }

    private static Map<String, Object> object(String where, Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> fields = new TreeMap<>();
            map.forEach((name, field) -> fields.put((String) name, field));
            return fields;
        }
        throw new IllegalArgumentException(where + ": an object is expected");
    }

    private static List<?> list(String where, Object value) {
        if (value instanceof List<?> items) {
            return items;
        }
        throw new IllegalArgumentException(where + ": a list is expected");
    }
}
