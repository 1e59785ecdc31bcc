package theseus.sdk;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a Java interface through which modules call each other. Its first parameter is a {@link
 * View} for a method that only reads, a {@link Context} for one that may write; each method returns
 * a {@link Result}. The caller carries its own copy of the interface; what matches is the
 * descriptor.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Interface {
    String name();

    /** {@code major.minor}. */
    String version();
}
