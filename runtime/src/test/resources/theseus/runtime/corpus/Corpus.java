package corpus;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;

/** What javac really emits for ordinary Java. Each case returns a text that must not change. */
public final class Corpus {
    private static final long LIMIT = 7;
    private static final String NAME = "corpus";
    private static final List<String> FIXED = List.of("x", "y");
    private static final BigInteger BIG = BigInteger.valueOf(LIMIT).pow(40);

    private Corpus() {}

    // ---- records ----
    record Point(int x, long y) {
        Point {
            if (x < 0) {
                throw new IllegalArgumentException("negative");
            }
        }

        Point(int both) {
            this(both, both);
        }

        long sum() {
            return x + y;
        }

        static Point origin() {
            return new Point(0, 0);
        }
    }

    record Wide(
            boolean a, byte b, char c, short d, int e, long f, String g, List<Point> h, Color i) {}

    record Box<T extends Comparable<T>>(T value) implements Comparable<Box<T>> {
        @Override
        public int compareTo(Box<T> other) {
            return value.compareTo(other.value);
        }
    }

    record Empty() {}

    static String records() {
        var p = new Point(3, 4);
        var w = new Wide(true, (byte) 1, 'c', (short) 2, 3, 4L, "g", List.of(p), Color.RED);
        var v = new Wide(true, (byte) 1, 'c', (short) 2, 3, 4L, "g", List.of(p), Color.RED);
        var u = new Wide(true, (byte) 1, 'c', (short) 2, 3, 5L, "g", List.of(p), Color.RED);
        return p + " " + p.equals(new Point(3, 4)) + p.equals(new Point(3, 5)) + p.equals(null)
                + p.equals("x") + p.sum() + Point.origin() + new Point(9) + w + w.equals(v)
                + w.equals(u) + new Empty() + new Empty().equals(new Empty())
                + new Box<>("a").compareTo(new Box<>("b")) + Objects.equals(p, new Point(3, 4));
    }

    // ---- enums ----
    enum Color {
        RED,
        GREEN {
            @Override
            String hex() {
                return "00ff00";
            }
        },
        BLUE;

        String hex() {
            return "?" + ordinal();
        }

        Color next() {
            return values()[(ordinal() + 1) % values().length];
        }
    }

    enum Op implements BinaryOperator<Long> {
        PLUS("+", (a, b) -> a + b),
        TIMES("*", (a, b) -> a * b);

        private final String sign;
        private final BinaryOperator<Long> body;

        Op(String sign, BinaryOperator<Long> body) {
            this.sign = sign;
            this.body = body;
        }

        @Override
        public Long apply(Long a, Long b) {
            return body.apply(a, b);
        }
    }

    static String enums() {
        var text = new StringBuilder();
        for (Color c : Color.values()) {
            text.append(c).append(c.name()).append(c.hex()).append(c.next()).append(c.compareTo(Color.GREEN));
        }
        for (Op op : Op.values()) {
            text.append(op.sign).append(op.apply(6L, 7L));
        }
        try {
            text.append(Color.valueOf("BLUE"));
            Color.valueOf("PINK");
        } catch (IllegalArgumentException e) {
            text.append("no pink");
        }
        return text.append(Capability.ACCOUNTS).append(Color.RED == Color.valueOf("RED")).toString();
    }

    // ---- switches ----
    static String oldEnumSwitch(Color c) {
        switch (c) {
            case RED:
                return "r";
            case GREEN:
                return "g";
            default:
                return "other";
        }
    }

    static int stringSwitch(String s) {
        return switch (s) {
            case "Aa", "BB" -> 1; // the same hash code
            case "C" -> 2;
            case "" -> 3;
            default -> {
                int sum = 0;
                for (char ch : s.toCharArray()) {
                    sum += ch;
                }
                yield sum;
            }
        };
    }

    sealed interface Shape permits Circle, Square, Pair, Color2 {}

    record Circle(int r) implements Shape {}

    record Square(long side, String label) implements Shape {}

    record Pair(Shape left, Shape right) implements Shape {}

    enum Color2 implements Shape {
        CYAN,
        MAGENTA
    }

    static String shape(Shape s) {
        return switch (s) {
            case Circle(int r) when r > 10 -> "big circle " + r;
            case Circle c -> "circle " + c.r();
            case Square(long side, String label) when label.isEmpty() -> "anonymous " + side;
            case Square(var side, var label) -> label + side;
            case Pair(Circle(var r), Square(var side, _)) -> "cs" + (r + side);
            case Pair(var left, var right) -> "<" + shape(left) + "," + shape(right) + ">";
            case Color2.CYAN -> "cyan!";
            case Color2 c -> c.name();
        };
    }

    static String any(Object o) {
        return switch (o) {
            case null -> "null";
            case Integer i when i > 100 -> "big " + i;
            case Integer i -> "int " + i;
            case Long l -> "long " + l;
            case String s when s.length() > 3 -> "long text " + s;
            case String s -> "text " + s;
            case Color c when c == Color.RED -> "red";
            case Color c -> "color " + c;
            case int[] array -> "ints " + array.length;
            case List<?> list -> "list " + list.size();
            default -> "other";
        };
    }

    static String guarded(Color c) {
        return switch (c) {
            case RED -> "1";
            case Color d when d.ordinal() == 1 -> "2";
            case GREEN -> "never";
            case BLUE -> "3";
        };
    }

    static String textPattern(String s) {
        return switch (s) {
            case "one" -> "1";
            case String t when t.startsWith("t") -> "t..";
            case "three" -> "never";
            default -> "else";
        };
    }

    static String numberPattern(Integer n) {
        return switch (n) {
            case 1 -> "one";
            case Integer m when m > 1000 -> "huge";
            case 2 -> "two";
            default -> "some";
        };
    }

    static String characterPattern(Character n) {
        return switch (n) {
            case 'a' -> "a";
            case Character m when m > 'x' -> "late";
            case 'b' -> "b";
            default -> "some";
        };
    }

    static String switches() {
        var text = new StringBuilder();
        for (Color c : Color.values()) {
            text.append(oldEnumSwitch(c)).append(guarded(c));
        }
        for (String s : List.of("Aa", "BB", "C", "", "hello", "one", "two", "three")) {
            text.append(stringSwitch(s)).append(textPattern(s));
        }
        List<Shape> shapes =
                List.of(
                        new Circle(3), new Circle(30), new Square(2, ""), new Square(2, "q"),
                        new Pair(new Circle(1), new Square(2, "w")),
                        new Pair(new Circle(1), new Circle(2)), Color2.CYAN, Color2.MAGENTA);
        for (Shape s : shapes) {
            text.append(shape(s)).append(';');
        }
        Object[] things = {null, 7, 700, 7L, "abc", "abcdef", Color.RED, Color.BLUE, new int[3],
            List.of(1), 'c'};
        for (Object o : things) {
            text.append(any(o)).append(';');
        }
        text.append(numberPattern(1)).append(numberPattern(2)).append(numberPattern(2000)).append(numberPattern(5));
        text.append(characterPattern('a')).append(characterPattern('b')).append(characterPattern('z')).append(characterPattern('c'));
        int x = 12;
        switch (x) {
            case 1, 2 -> text.append("low");
            case 12 -> text.append("twelve");
            case 100000 -> text.append("high");
            default -> text.append("none");
        }
        if (shapes.get(0) instanceof Circle(int r) && r == 3) {
            text.append("deconstructed");
        }
        return text.toString();
    }

    // ---- lambdas and method references ----
    interface TriFunction<A, B, C, R> {
        R apply(A a, B b, C c);

        default TriFunction<A, B, C, R> self() {
            return this;
        }

        static int answer() {
            return 42;
        }
    }

    private int state = 5;

    private Supplier<Integer> capturingThis() {
        return () -> state * 2;
    }

    private int instance(int x) {
        return x + state;
    }

    static long twice(long x) {
        return 2 * x;
    }

    static <T> T pick(T a, T b) {
        return a;
    }

    static int vararg(int... xs) {
        int sum = 0;
        for (int x : xs) {
            sum += x;
        }
        return sum;
    }

    interface Named {
        String name();
    }

    interface StringMaker extends Function<Integer, String> {
        @Override
        String apply(Integer i);
    }

    static String lambdas() {
        boolean z = true;
        byte b = 1;
        char c = 'c';
        short s = 2;
        int i = 3;
        long l = 4;
        String t = "t";
        int[] array = {1, 2};
        Supplier<String> all = () -> "" + z + b + c + s + i + l + t + array.length + LIMIT;
        Function<Integer, Function<Integer, Supplier<Integer>>> nested = x -> y -> () -> x * y + i;
        ToLongFunction<Integer> widened = x -> x;
        Function<Integer, Long> boxed = x -> (long) x;
        LongSupplier longs = () -> l;
        IntUnaryOperator inc = x -> x + 1;
        TriFunction<String, Long, Color, String> tri = (x, y, w) -> x + y + w;
        var corpus = new Corpus();
        Runnable nothing = () -> {};
        nothing.run();
        Function<Long, Long> twice = Corpus::twice;
        Function<Point, Long> unbound = Point::sum;
        Supplier<Long> bound = new Point(1, 2)::sum;
        Function<Integer, Point> constructor = Point::new;
        BiFunction<Integer, Long, Point> constructor2 = Point::new;
        IntFunction<int[]> arrays = int[]::new;
        Function<Integer, Integer> instance = corpus::instance;
        BiFunction<String, String, Boolean> virtual = String::startsWith;
        Function<Object, String> valueOf = String::valueOf;
        Supplier<List<String>> lists = ArrayList::new;
        BinaryOperator<Integer> max = Math::max;
        Function<Integer, Integer> variable = Corpus::vararg;
        Comparator<Point> order = Comparator.comparing(Point::y).thenComparing(Point::x);
        Predicate<String> empty = String::isEmpty;
        Named named = Color.RED::name;
        StringMaker bridge = n -> "n" + n;
        Function<Integer, String> viaSuper = bridge;
        BinaryOperator<String> generic = Corpus::pick;
        List<String> out = lists.get();
        out.add(all.get());
        out.add("" + nested.apply(6).apply(7).get() + widened.applyAsLong(5) + boxed.apply(5));
        out.add("" + longs.getAsLong() + inc.applyAsInt(1) + tri.self().apply("x", 2L, Color.BLUE));
        out.add("" + corpus.capturingThis().get() + twice.apply(4L) + unbound.apply(new Point(5)));
        out.add("" + bound.get() + constructor.apply(8) + constructor2.apply(1, 2L));
        out.add("" + arrays.apply(4).length + instance.apply(1) + virtual.apply("abc", "ab"));
        out.add(valueOf.apply(12) + max.apply(3, 9) + variable.apply(5) + empty.negate().test(""));
        out.add("" + order.compare(new Point(1, 2), new Point(0, 2)) + named.name());
        out.add(viaSuper.apply(3) + generic.apply("first", "second") + TriFunction.answer());
        Function<Integer, Integer> composed =
                Function.<Integer>identity().andThen(x -> x + 1).compose(x -> x * 10);
        out.add("" + composed.apply(4));
        UnaryOperator<String> trim = String::trim;
        out.replaceAll(trim);
        return out.toString();
    }

    // ---- exceptions ----
    static final class Closing implements AutoCloseable {
        private final StringBuilder log;
        private final String name;

        Closing(StringBuilder log, String name) {
            this.log = log;
            this.name = name;
        }

        @Override
        public void close() {
            log.append("close ").append(name).append(';');
        }
    }

    static final class Odd extends Exception {
        private final int number;

        Odd(int number) {
            super("odd");
            this.number = number;
        }
    }

    static int checked(int n, StringBuilder log) throws Odd {
        try {
            if (n % 2 == 1) {
                throw new Odd(n);
            }
            return n / 2;
        } finally {
            log.append("finally ").append(n).append(';');
        }
    }

    @SuppressWarnings("finally")
    static int finallyWins() {
        for (int i = 0; ; i++) {
            try {
                if (i == 3) {
                    return i;
                }
                throw new IllegalStateException();
            } catch (IllegalStateException e) {
                continue;
            } finally {
                if (i == 2) {
                    i = 10;
                    return i;
                }
            }
        }
    }

    static String exceptions() {
        var log = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            try (var a = new Closing(log, "a" + i);
                    var b = new Closing(log, "b" + i)) {
                log.append(checked(i, log));
            } catch (Odd e) {
                log.append("odd ").append(e.number).append(';');
            } finally {
                log.append("|");
            }
        }
        log.append(finallyWins());
        try {
            Object o = "text";
            log.append((Integer) o);
        } catch (ClassCastException | NullPointerException e) {
            log.append("cast");
        }
        try {
            int[] a = new int[2];
            a[2] = 1;
        } catch (ArrayIndexOutOfBoundsException e) {
            log.append("bounds");
        }
        try {
            log.append(1 / (log.length() - log.length()));
        } catch (ArithmeticException e) {
            log.append("zero");
        }
        try {
            throw new UnsupportedOperationException("x");
        } catch (RuntimeException e) {
            log.append("runtime");
        }
        try {
            try {
                throw new IllegalArgumentException();
            } finally {
                log.append("inner");
            }
        } catch (IllegalArgumentException e) {
            log.append("outer");
        }
        try {
            assert log.length() < 0 : "assertions are on";
            log.append("off");
        } catch (AssertionError e) {
            log.append("on");
        }
        return log.toString();
    }

    // ---- inner, local, anonymous classes; interfaces; generics ----
    abstract static class Base<T> {
        abstract T make(T seed);

        T twice(T seed) {
            return make(make(seed));
        }
    }

    static final class Doubler extends Base<Integer> {
        @Override
        Integer make(Integer seed) {
            return seed * 2;
        }
    }

    final class Inner {
        int value() {
            return state + 1;
        }

        final class Deeper {
            int value() {
                return Inner.this.value() + state;
            }
        }
    }

    interface Greeter {
        String who();

        default String greet() {
            return prefix() + who() + suffix();
        }

        private String prefix() {
            return "hello ";
        }

        static Greeter of(String who) {
            return () -> who;
        }

        private static String mark() {
            return "!";
        }

        default String suffix() {
            Supplier<String> mark = Greeter::mark;
            Supplier<String> mine = () -> prefix().trim() + mark.get();
            return mine.get();
        }
    }

    static final class Countdown implements Iterable<Integer> {
        private final int from;

        Countdown(int from) {
            this.from = from;
        }

        @Override
        public Iterator<Integer> iterator() {
            return new Iterator<>() {
                private int next = from;

                @Override
                public boolean hasNext() {
                    return next > 0;
                }

                @Override
                public Integer next() {
                    return next--;
                }
            };
        }
    }

    static String classes() {
        var corpus = new Corpus();
        Inner inner = corpus.new Inner();
        Inner.Deeper deeper = inner.new Deeper();
        int base = 3;
        class Local {
            int times(int n) {
                return base * n;
            }
        }
        record Tuple(String a, int b) {}
        Greeter anonymous =
                new Greeter() {
                    @Override
                    public String who() {
                        return NAME + base;
                    }

                    @Override
                    public String suffix() {
                        return "?" + Greeter.super.suffix();
                    }
                };
        var text = new StringBuilder();
        for (int n : new Countdown(4)) {
            text.append(n);
        }
        new Countdown(3).forEach(n -> text.append(n + base));
        Object same = new Countdown(1);
        return text.append(new Doubler().twice(5)).append(inner.value()).append(deeper.value())
                .append(new Local().times(4)).append(new Tuple("t", 1)).append(anonymous.greet())
                .append(Greeter.of("you").greet()).append(same.equals(same))
                .append(same.equals(new Countdown(1))).append(same.getClass() == Countdown.class)
                .toString();
    }

    // ---- arithmetic, loops, arrays, text ----
    static String arithmetic() {
        long l = Long.MAX_VALUE;
        int i = Integer.MIN_VALUE;
        l += i;
        i >>>= 3;
        l ^= (long) i << 20;
        l = l * 31 + (l >>> 7) - (l % 1000) / 7 + ~i;
        byte b = (byte) 200;
        short s = (short) 70000;
        char c = (char) 65601;
        b += 5;
        c++;
        int ternary = l > 0 ? i & 0xff : i | 1;
        try {
            Math.addExact(Long.MAX_VALUE, 1L);
        } catch (ArithmeticException e) {
            ternary++;
        }
        Integer boxed = 5;
        boxed++;
        Long other = 6L;
        other += boxed;
        boolean flag = boxed == 6 && other.equals(12L) ^ false;
        return l + " " + i + b + s + c + ternary + boxed + other + flag + Math.floorMod(-7, 3)
                + Long.compare(1, 2) + Long.toString(l) + Integer.parseInt("-12")
                + Long.parseLong("9223372036854775807") + Math.abs(-3L) + Integer.bitCount(255)
                + Long.numberOfTrailingZeros(64) + Integer.MAX_VALUE + (i << 3) + (l >> 3);
    }

    static String loops() {
        var text = new StringBuilder();
        outer:
        for (int i = 0; i < 10; i++) {
            for (int j = 0; j < 10; j++) {
                if (j == 5) {
                    continue outer;
                }
                if (i == 3) {
                    break outer;
                }
                text.append(i * j);
            }
        }
        int n = 0;
        do {
            n += 3;
        } while (n < 10);
        while (true) {
            if (n-- < 0) {
                break;
            }
        }
        long[][] grid = new long[3][4];
        int[][][] cube = new int[2][3][];
        String[][] ragged = {{"a"}, {"b", "c"}};
        for (long[] row : grid) {
            for (int k = 0; k < row.length; k++) {
                row[k] = k;
            }
        }
        long sum = 0;
        for (long[] row : grid) {
            for (long cell : row) {
                sum += cell;
            }
        }
        int[] copy = {3, 1, 2};
        int[] clone = copy.clone();
        Arrays.sort(copy);
        return text.append(n).append(sum).append(cube[1].length).append(ragged[1][1])
                .append(clone[0]).append(copy[0]).append(vararg(1, 2, 3)).append(vararg()).toString();
    }

    static String texts() {
        String block =
                """
                Hello,
                  "world" \
                again\tand \u00e9
                """;
        var b = new StringBuilder(4);
        b.append('a').append(1).append(2L).append(true).append((Object) null).append("xyz");
        b.insert(0, "<").reverse().setLength(5);
        b.deleteCharAt(1).setCharAt(0, '#');
        CharSequence sequence = b;
        String n = null;
        String joined = n + "x" + 'c' + 1 + 2L + false + sequence.length() + sequence.charAt(0);
        joined += joined;
        return block + b + joined + "abc".substring(1, 2) + "abc".indexOf("c") + " x ".trim()
                + "ab".repeat(3) + "a,b".contains(",") + String.join("-", List.of("p", "q"))
                + String.join("+", "r", "s") + "b".compareTo("a") + "abc".charAt(1) + "x".equals("X")
                + "hay".replace('a', 'e') + new String(new char[] {'o', 'k'}) + "a".concat("b")
                + "abcabc".lastIndexOf("bc") + String.valueOf(3L) + "ab".endsWith("b");
    }

    // ---- collections ----
    static String collections() {
        var list = new ArrayList<Integer>();
        for (int i = 0; i < 40; i++) {
            list.add((i * 7919) % 41);
        }
        List<Integer> sorted = new ArrayList<>(list);
        Collections.sort(sorted);
        list.sort(Comparator.reverseOrder());
        list.removeIf(x -> x % 3 == 0);
        list.add(2, 99);
        list.remove(Integer.valueOf(7));
        list.remove(0);
        list.addAll(List.of(5, 6, 5));
        list.set(0, -1);
        Iterator<Integer> it = list.iterator();
        while (it.hasNext()) {
            if (it.next() == 5) {
                it.remove();
            }
        }
        var text = new StringBuilder().append(list).append(sorted);
        text.append(list.contains(99)).append(list.indexOf(6)).append(list.subList(1, 4))
                .append(list.equals(new ArrayList<>(list))).append(list.getLast()).append(FIXED);
        list.subList(0, 3).clear();
        text.append(list.size()).append(Collections.max(list)).append(Collections.min(list));
        Integer[] array = list.toArray(new Integer[0]);
        text.append(array.length).append(list.toArray(Integer[]::new)[0]);
        for (var li = list.listIterator(); li.hasNext(); ) {
            li.set(li.next() + 1);
        }
        text.append(list);
        try {
            FIXED.add("z");
        } catch (UnsupportedOperationException e) {
            text.append("fixed");
        }
        try {
            list.get(1000);
        } catch (IndexOutOfBoundsException e) {
            text.append("out");
        }
        Deque<String> deque = new ArrayDeque<>();
        for (int i = 0; i < 20; i++) {
            deque.addLast("l" + i);
            deque.addFirst("f" + i);
            if (i % 3 == 0) {
                deque.pollFirst();
            }
        }
        deque.push("p");
        text.append(deque).append(deque.peekFirst()).append(deque.pop()).append(deque.pollLast())
                .append(deque.size()).append(deque.remove("l3"));
        return text.toString();
    }

    static String maps() {
        NavigableMap<String, Integer> map = new TreeMap<>();
        var reverse = new TreeMap<Integer, String>(Comparator.reverseOrder());
        for (int i = 0; i < 60; i++) {
            map.put("k" + (i * 37) % 50, i);
            reverse.put((i * 31) % 64, "v" + i);
        }
        for (int i = 0; i < 20; i++) {
            map.remove("k" + i * 2);
            reverse.remove(i * 3);
        }
        map.merge("k1", 1000, Integer::sum);
        map.computeIfAbsent("new", String::length);
        map.computeIfPresent("new", (k, v) -> v + k.length());
        map.compute("k3", (k, v) -> v == null ? 1 : null);
        map.putIfAbsent("k5", -5);
        var text = new StringBuilder().append(map).append(reverse);
        for (Map.Entry<String, Integer> e : map.entrySet()) {
            text.append(e.getKey()).append(e.getValue());
        }
        map.forEach((k, v) -> text.append(k).append(v));
        text.append(map.firstKey()).append(map.lastEntry().getValue()).append(map.floorKey("k2"))
                .append(map.higherKey("k7")).append(map.ceilingEntry("k30")).append(map.lowerKey("a"))
                .append(map.getOrDefault("none", 3)).append(map.get("none")).append(map.size())
                .append(map.containsKey("k9")).append(map.containsValue(1)).append(map.keySet())
                .append(map.values());
        map.keySet().removeIf(k -> k.endsWith("1"));
        map.values().remove(33);
        Iterator<Map.Entry<String, Integer>> it = map.entrySet().iterator();
        while (it.hasNext()) {
            if (it.next().getValue() % 2 == 0) {
                it.remove();
            }
        }
        text.append(map).append(map.equals(new TreeMap<>(map))).append(map.pollFirstEntry());
        var set = new TreeSet<>(List.of(5, 3, 9, 1));
        set.add(4);
        set.retainAll(List.of(1, 4, 5, 9));
        text.append(set).append(set.first()).append(set.ceiling(6)).append(set.lower(1))
                .append(set.contains(4));
        Collection<Integer> c = set;
        for (int x : c) {
            text.append(x);
        }
        return text.toString();
    }

    static String optionals() {
        Optional<String> some = Optional.of("some");
        Optional<String> none = Optional.empty();
        var text = new StringBuilder();
        some.ifPresent(text::append);
        none.ifPresentOrElse(text::append, () -> text.append("nothing"));
        text.append(some.map(String::length)).append(none.map(String::length))
                .append(some.filter(s -> s.isEmpty())).append(none.orElse("else"))
                .append(none.orElseGet(() -> "got")).append(some.flatMap(s -> Optional.of(s + 1)))
                .append(none.or(() -> some)).append(some.equals(Optional.of("some")));
        try {
            none.orElseThrow(() -> new IllegalStateException());
        } catch (IllegalStateException e) {
            text.append("threw");
        }
        return text.toString();
    }

    static String big() {
        BigInteger n = BigInteger.ONE;
        for (int i = 2; i < 60; i++) {
            n = n.multiply(BigInteger.valueOf(i));
        }
        return n + " " + n.mod(BigInteger.valueOf(1_000_003)) + n.bitLength() + n.gcd(BIG)
                + n.compareTo(BIG) + n.add(BIG).subtract(n).equals(BIG) + n.shiftRight(13)
                + new BigInteger("123456789012345678901234567890").pow(3) + n.signum()
                + BIG.divide(BigInteger.TEN).negate() + BIG.sqrt();
    }

    static String bytes() {
        Bytes a = Bytes.of(new byte[] {1, 2, 3});
        Bytes b = Bytes.fromHex("0102").concat(Bytes.of(new byte[] {3}));
        Object o = b;
        return a + " " + a.equals(b) + o.equals(a) + a.compareTo(b) + a.slice(1, 3).hex() + a.at(0)
                + Bytes.EMPTY.isEmpty() + a.toArray().length + Bytes.ofUtf8("é").size();
    }

    static String generics() {
        List<Box<String>> boxes = new ArrayList<>();
        for (String s : List.of("q", "a", "m")) {
            boxes.add(new Box<>(s));
        }
        boxes.sort(null);
        var text = new StringBuilder();
        for (Box<String> box : boxes) {
            text.append(box.value());
        }
        Comparable<String> comparable = "b";
        return text.append(comparable.compareTo("a")).append(Collections.max(boxes).value())
                .toString();
    }
}
