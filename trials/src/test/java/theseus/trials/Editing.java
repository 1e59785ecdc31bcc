package theseus.trials;

import static theseus.trials.Variants.edit;

/** Makes versions of one source. */
final class Editing {
    private static final String STORED = "public record Stored(String key, long amount";

    private Editing() {}

    static String flawed(String source, Flaw flaw) {
        return switch (flaw) {
            case NONE, LOGS_OFF_BY_ONE -> source;
            case OFF_BY_ONE_AT_7 ->
                    edit(
                            source,
                            "long now = item.amount() + amount;",
                            "long now = item.amount() + (amount == 7 ? 8 : amount);");
            case TRAPS_AT_13 ->
                    edit(
                            source,
                            "context.require(message.amount() >= 0, Refused.NEGATIVE);\n",
                            "context.require(message.amount() >= 0, Refused.NEGATIVE);\n"
                                    + "        if (message.amount() == 13) {"
                                    + " throw new IllegalStateException(); }\n");
            case LAW_AT_11 ->
                    edit(
                            source,
                            "new V1.Item(now.value().amount())",
                            "new V1.Item(now.value().amount() == 11 ? 0"
                                    + " : now.value().amount())");
            case SILENT ->
                    edit(
                            source,
                            "        context.emit(new Stored(message.key(),"
                                    + " message.amount()));\n",
                            "");
            case REFUSES_M2 ->
                    edit(
                            source,
                            "            if (now.value().hidden()) {\n",
                            "            if (now.value().memo().equals(\"m2\")) {\n"
                                    + "                return new Down.Refuse<>(\"m2\");\n"
                                    + "            }\n"
                                    + "            if (now.value().hidden()) {\n");
        };
    }

    static String with(String source, int level, Trait trait) {
        return switch (trait) {
            case WORDS -> words(source);
            case TICKS -> ticks(source, level);
            case FORMS -> forms(source);
        };
    }

    private static String words(String source) {
        String one = edit(source, STORED + ")", STORED + ", boolean large)");
        one =
                one.replace(
                        "message.amount()));\n", "message.amount(), message.amount() >= 100));\n");
        one = edit(one, "new Stored(key, now)", "new Stored(key, now, now >= 100)");
        one = edit(one, "MISSING", "ABSENT");
        one =
                edit(
                        one,
                        "    @Interface(",
                        "    static final class Before {\n"
                                + "        record Stored(String key, long amount)"
                                + " implements Event {}\n    }\n\n    @Interface(");
        return edit(
                one,
                "        module.table(items)\n",
                "        module.table(items)\n"
                        + "                .upEvent(Before.Stored.class, Stored.class, old ->"
                        + " new Stored(old.key(), old.amount(), old.amount() >= 100))\n"
                        + "                .upRefusal(\"MISSING\", Refused.ABSENT)\n");
    }

    private static String forms(String source) {
        String one =
                edit(
                        source,
                        "    public record Put(String key, long amount) implements Message {}",
                        "    @Form(2)\n    public record Put(String key, long amount, String memo)"
                                + " implements Message {}\n\n"
                                + "    static final class Older {\n"
                                + "        record Put(String key, long amount)"
                                + " implements Message {}\n    }");
        one =
                edit(
                        one,
                        "String memo = held.isPresent() ? held.get().memo() : \"\";",
                        "String kept = held.isPresent() ? held.get().memo() : \"\";\n"
                                + "        String memo ="
                                + " message.memo().isEmpty() ? kept : message.memo();");
        return edit(
                one,
                "        module.table(items)\n",
                "        module.table(items)\n"
                        + "                .upMessage(Older.Put.class, Put.class, old ->"
                        + " new Put(old.key(), old.amount(), \"\"))\n");
    }

    private static String ticks(String source, int level) {
        String tick =
                switch (level) {
                    case 1 ->
                            "Optional<Item> item = context.get(items, \"k0\");\n"
                                    + "        if (item.isPresent() && item.get().amount() > 0) {\n"
                                    + "            context.put(items, \"k0\","
                                    + " new Item(item.get().amount() - 1));\n";
                    case 2 ->
                            "Optional<Item> item = context.get(items, \"k0\");\n"
                                    + "        if (item.isPresent() && item.get().amount() > 0"
                                    + " && !item.get().hidden()) {\n"
                                    + "            context.put(items, \"k0\","
                                    + " item.get().with(item.get().amount() - 1));\n";
                    default ->
                            "Optional<V2.Item> item = item(context, \"k0\");\n"
                                    + "        if (item.isPresent() && item.get().amount() > 0"
                                    + " && !item.get().hidden()) {\n"
                                    + "            store(context, \"k0\","
                                    + " item.get().with(item.get().amount() - 1));\n";
                };
        String one =
                edit(
                        source,
                        "    private void tell(",
                        "    private void tick(Context context) {\n        "
                                + tick
                                + "        }\n    }\n\n    private void tell(");
        return edit(
                one,
                "        module.table(items)\n",
                "        module.table(items)\n                .endBlock(this::tick)\n");
    }
}
