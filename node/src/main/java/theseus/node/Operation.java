package theseus.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One operation of the HTTP API: what routes it is also what documents it.
 *
 * @param right what a caller must be allowed to, where the node knows callers
 * @param path template; {@code {name}} stands for one segment
 * @param bodies what the body may be, by media type; empty for none
 * @param answers what it may answer; {@code 400}, {@code 401}, {@code 403}, {@code 429} and {@code
 *     503}, and with a body {@code 413} and {@code 415}, are added for all
 */
record Operation(
        Right right,
        String method,
        String path,
        String id,
        String summary,
        List<Parameter> parameters,
        List<Media> bodies,
        List<Answer> answers,
        Handler handler) {
    /** Where a parameter stands. */
    enum In {
        PATH,
        QUERY,
        HEADER
    }

    record Parameter(String name, In in, String description, Map<String, Object> schema) {}

    record Media(String type, Map<String, Object> schema) {}

    record Answer(int status, String description, List<Media> media) {}

    @FunctionalInterface
    interface Handler {
        Reply handle(Request request) throws Exception;
    }

    Operation {
        parameters = List.copyOf(parameters);
        bodies = List.copyOf(bodies);
        answers = List.copyOf(answers);
    }

    List<String> segments() {
        return List.of(path.substring(1).split("/", -1));
    }

    boolean takesQuery(String name) {
        return parameters.stream().anyMatch(p -> p.in() == In.QUERY && p.name().equals(name));
    }

    static Builder get(String path, String id, String summary) {
        return new Builder("GET", path, id, summary);
    }

    static Builder post(String path, String id, String summary) {
        return new Builder("POST", path, id, summary);
    }

    /** Path parameters are taken from the template and described here in its order. */
    static final class Builder {
        private Right right = Right.READ;
        private final String method;
        private final String path;
        private final String id;
        private final String summary;
        private final List<Parameter> parameters = new ArrayList<>();
        private final List<Media> bodies = new ArrayList<>();
        private final List<Answer> answers = new ArrayList<>();

        private Builder(String method, String path, String id, String summary) {
            this.method = method;
            this.path = path;
            this.id = id;
            this.summary = summary;
        }

        /** Needs this right; without a word, {@link Right#READ}. */
        Builder needs(Right needed) {
            right = needed;
            return this;
        }

        Builder inPath(String name, String description, Map<String, Object> schema) {
            parameters.add(new Parameter(name, In.PATH, description, schema));
            return this;
        }

        Builder inQuery(String name, String description, Map<String, Object> schema) {
            parameters.add(new Parameter(name, In.QUERY, description, schema));
            return this;
        }

        Builder inHeader(String name, String description, Map<String, Object> schema) {
            parameters.add(new Parameter(name, In.HEADER, description, schema));
            return this;
        }

        Builder body(String mediaType, Map<String, Object> schema) {
            bodies.add(new Media(mediaType, schema));
            return this;
        }

        Builder answers(int status, String description, Map<String, Object> schema) {
            return answers(status, description, new Media(Reply.JSON, schema));
        }

        Builder answers(int status, String description, Media... media) {
            answers.add(new Answer(status, description, List.of(media)));
            return this;
        }

        Builder fails(int status, String description) {
            return answers(status, description, Shape.ref("Error"));
        }

        private void failsToo(int status, String description) {
            if (answers.stream().noneMatch(answer -> answer.status() == status)) {
                fails(status, description);
            }
        }

        Operation handledBy(Handler handler) {
            fails(400, "Something in the request is not as described here");
            if (!bodies.isEmpty()) {
                fails(413, "The body is larger than this node takes");
                fails(415, "The body is of a media type that is not described here");
            }
            fails(401, "The node asks for a token, and there is none that it knows");
            fails(403, "The token lacks the right, or the page is of a foreign origin");
            failsToo(429, "You have as much under way as one client may");
            failsToo(503, "Others have all there is, or the node is stopping");
            return new Operation(
                    right,
                    method,
                    path,
                    id,
                    summary,
                    parameters,
                    bodies,
                    answers,
                    request -> {
                        try {
                            return handler.handle(request);
                        } catch (BlockPruned pruned) {
                            throw pruned.answer();
                        }
                    });
        }
    }
}
