package theseus.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Finds the operation for a method and path. A literal segment goes before a name. */
final class Router {
    /** An operation and what stands for the names in its path. */
    record Match(Operation operation, Map<String, String> path) {}

    private record Route(Operation operation, List<String> segments) {}

    private final List<Route> routes = new ArrayList<>();

    Router(List<Operation> operations) {
        for (Operation operation : operations) {
            routes.add(new Route(operation, operation.segments()));
        }
        routes.sort(
                (a, b) -> {
                    long namesA = a.segments().stream().filter(Router::isName).count();
                    long namesB = b.segments().stream().filter(Router::isName).count();
                    return Long.compare(namesA, namesB);
                });
    }

    /**
     * @throws HttpError 404 or 405
     */
    Match find(String method, List<String> segments) {
        TreeSet<String> otherMethods = new TreeSet<>();
        for (Route route : routes) {
            if (!matches(route.segments(), segments)) {
                continue;
            }
            if (route.operation().method().equals(method)) {
                return new Match(route.operation(), names(route.segments(), segments));
            }
            otherMethods.add(route.operation().method());
        }
        if (!otherMethods.isEmpty()) {
            throw new HttpError(
                    405,
                    "METHOD_NOT_ALLOWED",
                    "This path does not take that method",
                    "method",
                    "Use " + String.join(" or ", otherMethods),
                    0);
        }
        throw HttpError.notFound(
                "NO_SUCH_PATH", "The API has no such path", "See /openapi.json for those it has");
    }

    private static boolean matches(List<String> template, List<String> segments) {
        if (template.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < template.size(); i++) {
            if (!isName(template.get(i)) && !template.get(i).equals(segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, String> names(List<String> template, List<String> segments) {
        Map<String, String> names = new LinkedHashMap<>();
        for (int i = 0; i < template.size(); i++) {
            if (isName(template.get(i))) {
                String name = template.get(i);
                names.put(name.substring(1, name.length() - 1), segments.get(i));
            }
        }
        return names;
    }

    private static boolean isName(String segment) {
        return segment.startsWith("{");
    }
}
