package theseus.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code allowlist.txt}; its head describes the format. Anything unexpected is an error. */
final class AllowlistParser {
    private static final Pattern TYPE =
            Pattern.compile(
                    "type ([\\w.]+)(?: as (\\w+))?(?: : ([\\w., ]+?))?( open)?( throwable)?");
    private static final Pattern METHOD =
            Pattern.compile("(\\w+)\\(([^)]*)\\)(?:: ([\\w.\\[\\]]+))?");
    private static final Pattern FIELD = Pattern.compile("static (\\w+): ([\\w.\\[\\]]+)");

    private record Line(int number, String head, List<String> rest) {}

    private final SortedMap<String, AllowedType> types = new TreeMap<>();
    private final SortedMap<String, String> bySimpleName = new TreeMap<>();
    private final SortedMap<String, SortedMap<String, AllowedMember>> members = new TreeMap<>();

    Allowlist parse(String text) {
        List<Line> lines = lines(text);
        lines.stream().filter(AllowlistParser::isType).forEach(this::type);
        String owner = "";
        for (Line line : lines) {
            if (isType(line)) {
                owner = internalName(match(TYPE, line).group(1));
            } else {
                member(owner, line);
            }
        }
        checkSupertypes();
        return new Allowlist(types, members);
    }

    private static List<Line> lines(String text) {
        List<Line> lines = new ArrayList<>();
        String[] all = text.split("\n", -1);
        for (int i = 0; i < all.length; i++) {
            if (all[i].isBlank() || all[i].startsWith("#")) {
                continue;
            }
            String[] columns = all[i].split("\\|", -1);
            String head = columns[0].stripTrailing();
            boolean isType = head.startsWith("type ");
            if (columns.length != (isType ? 2 : 3) || (!isType && !head.startsWith("    "))) {
                throw new IllegalArgumentException(
                        "allowlist line " + (i + 1) + " has not the shape of an entry: " + all[i]);
            }
            List<String> rest = new ArrayList<>();
            for (int c = 1; c < columns.length; c++) {
                if (columns[c].isBlank()) {
                    throw new IllegalArgumentException(
                            "allowlist line " + (i + 1) + " has an empty column");
                }
                rest.add(columns[c].strip());
            }
            lines.add(new Line(i + 1, head.strip(), rest));
        }
        return lines;
    }

    private static boolean isType(Line line) {
        return line.head().startsWith("type ");
    }

    private void type(Line line) {
        Matcher matcher = match(TYPE, line);
        String name = internalName(matcher.group(1));
        List<String> supertypes = new ArrayList<>();
        if (matcher.group(3) != null) {
            for (String supertype : matcher.group(3).split(", ", -1)) {
                supertypes.add(internalName(supertype));
            }
        }
        var type =
                new AllowedType(
                        name,
                        Optional.ofNullable(matcher.group(2)).map(g -> GuestClasses.PACKAGE + g),
                        List.copyOf(supertypes),
                        matcher.group(4) != null,
                        matcher.group(5) != null);
        String simple = name.substring(name.lastIndexOf('/') + 1).replace('$', '.');
        if (types.put(name, type) != null || bySimpleName.put(simple, name) != null) {
            throw new IllegalArgumentException(
                    "allowlist line " + line.number() + ": " + simple + " is there twice");
        }
        members.put(name, new TreeMap<>());
    }

    private void member(String owner, Line line) {
        SortedMap<String, AllowedMember> own = members.get(owner);
        if (own == null) {
            throw new IllegalArgumentException(
                    "allowlist line " + line.number() + " stands under no type");
        }
        Treatment treatment = treatment(line);
        AllowedMember member =
                line.head().startsWith("static ")
                        ? field(owner, line, treatment)
                        : method(owner, line, treatment);
        if (own.put(member.signature(), member) != null) {
            throw new IllegalArgumentException(
                    "allowlist line " + line.number() + " is there twice");
        }
    }

    private AllowedMember field(String owner, Line line, Treatment treatment) {
        Matcher matcher = match(FIELD, line);
        String descriptor = descriptor(matcher.group(2), line);
        return new AllowedMember(owner, matcher.group(1), descriptor, true, treatment);
    }

    private AllowedMember method(String owner, Line line, Treatment treatment) {
        Matcher matcher = match(METHOD, line);
        var descriptor = new StringBuilder("(");
        if (!matcher.group(2).isEmpty()) {
            for (String parameter : matcher.group(2).split(", ", -1)) {
                descriptor.append(descriptor(parameter, line));
            }
        }
        descriptor.append(')');
        boolean isConstructor = matcher.group(1).equals("new");
        if (isConstructor == (matcher.group(3) != null)) {
            throw new IllegalArgumentException(
                    "allowlist line " + line.number() + ": a method has a result, new has none");
        }
        descriptor.append(isConstructor ? "V" : descriptor(matcher.group(3), line));
        String name = isConstructor ? "<init>" : matcher.group(1);
        return new AllowedMember(owner, name, descriptor.toString(), false, treatment);
    }

    private static Treatment treatment(Line line) {
        String[] words = line.rest().getFirst().split(" ", -1);
        if (words.length == 1 && words[0].matches("\\d{1,6}")) {
            return new Treatment.Constant(Integer.parseInt(words[0]));
        }
        return switch (words[0]) {
            case "own" -> new Treatment.Own();
            case "guest" -> new Treatment.Guest();
            case "shim" -> shim(words[1]);
            case "before" -> new Treatment.Before(GuestClasses.PACKAGE + words[1]);
            default ->
                    throw new IllegalArgumentException(
                            "allowlist line " + line.number() + ": no treatment " + words[0]);
        };
    }

    private static Treatment shim(String target) {
        int dot = target.indexOf('.');
        return dot < 0
                ? new Treatment.Shim(GuestClasses.PACKAGE + target, Optional.empty())
                : new Treatment.Shim(
                        GuestClasses.PACKAGE + target.substring(0, dot),
                        Optional.of(target.substring(dot + 1)));
    }

    private String descriptor(String type, Line line) {
        if (type.endsWith("[]")) {
            return "[" + descriptor(type.substring(0, type.length() - 2), line);
        }
        return switch (type) {
            case "boolean" -> "Z";
            case "byte" -> "B";
            case "char" -> "C";
            case "short" -> "S";
            case "int" -> "I";
            case "long" -> "J";
            case "void" -> "V";
            default -> {
                String name = bySimpleName.get(type);
                if (name == null) {
                    throw new IllegalArgumentException(
                            "allowlist line " + line.number() + ": no type " + type);
                }
                yield "L" + name + ";";
            }
        };
    }

    private void checkSupertypes() {
        for (AllowedType type : types.values()) {
            for (String supertype : type.supertypes()) {
                if (!types.containsKey(supertype)) {
                    throw new IllegalArgumentException(
                            "allowlist: " + type.name() + " names " + supertype + ", not listed");
                }
            }
        }
    }

    private static Matcher match(Pattern pattern, Line line) {
        Matcher matcher = pattern.matcher(line.head());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "allowlist line " + line.number() + " does not parse: " + line.head());
        }
        return matcher;
    }

    /** {@code java.util.Map.Entry} to {@code java/util/Map$Entry}. */
    private static String internalName(String name) {
        var internal = new StringBuilder();
        boolean inClass = false;
        for (String part : name.split("\\.", -1)) {
            if (!internal.isEmpty()) {
                internal.append(inClass ? '$' : '/');
            }
            inClass |= Character.isUpperCase(part.charAt(0));
            internal.append(part);
        }
        return internal.toString();
    }
}
