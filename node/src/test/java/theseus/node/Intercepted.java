package theseus.node;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A port whose calls pass by a test on their way. */
final class Intercepted {
    private Intercepted() {}

    /** The call itself, which may be made, or not. */
    @FunctionalInterface
    interface Call {
        Object make() throws Throwable;
    }

    /** Stands around each call of a method by that name. */
    @FunctionalInterface
    interface Around {
        Object call(String method, Object[] arguments, Call call) throws Throwable;
    }

    static <T> T of(Class<T> port, T real, Around around) {
        return port.cast(
                Proxy.newProxyInstance(
                        port.getClassLoader(),
                        new Class<?>[] {port},
                        (self, method, arguments) ->
                                around.call(
                                        method.getName(),
                                        arguments,
                                        () -> {
                                            try {
                                                return method.invoke(real, arguments);
                                            } catch (InvocationTargetException e) {
                                                throw e.getCause();
                                            }
                                        })));
    }
}
