package theseus.runtime.guest;

import java.util.Iterator;
import java.util.function.Consumer;

/** Loops that the JDK offers as default methods. */
public final class Loops {
    private Loops() {}

    public static <E> void forEach(Iterable<E> elements, Consumer<? super E> action) {
        for (E each : elements) {
            action.accept(each);
        }
    }

    public static <E> void forEachRemaining(Iterator<E> elements, Consumer<? super E> action) {
        while (elements.hasNext()) {
            action.accept(elements.next());
        }
    }
}
